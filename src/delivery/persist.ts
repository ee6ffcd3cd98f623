import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../db.ts';
import { messageOf } from '../errors.ts';

const persistForMs = 90_000;

/**
 * Runs what must be written down, again and again while the database restarts or fails over, and after a deadlock.
 * @throws Error after 90 s, or at once for an error that trying again does not mend
 */
export async function persist<T>(run: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + persistForMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error) || performance.now() > giveUpAt)
        throw new Error(`the ledger could not be written: ${messageOf(error)}`, { cause: error });
      await sleep(wait);
    }
  }
}
