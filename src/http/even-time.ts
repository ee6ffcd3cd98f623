import { setTimeout as sleep } from 'node:timers/promises';

const stepMs = 250;

/**
 * Does what takes longer for one address than for another, and ends at a fixed time after its start, so that the
 * time of the answer tells nobody who is known. Where the work takes longer, it ends at the next such step.
 */
export async function inEvenTime<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    await sleep(stepMs - ((performance.now() - start) % stepMs));
  }
}
