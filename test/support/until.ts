import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that other processes do; fails with its name after `seconds`. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  name: string,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${name}`);
    await sleep(25);
  }
}
