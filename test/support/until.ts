import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something that other processes do; fails with its name after `seconds`, also where the question hangs. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  name: string,
  seconds = 30,
): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`not within ${seconds} s: ${name}`)), seconds * 1000);
  try {
    while (!(await Promise.race([holds(), late.promise]))) await Promise.race([sleep(25), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
