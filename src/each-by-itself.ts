import { isPassing } from './db.ts';

/**
 * Does something for each of what may be many, a page after the other; one that fails keeps no other back.
 * @param pageBehind some of those with a greater id, in the order of their ids; the end is where there are none
 * @throws what is passing, as of a database that is away, at once: the others would meet it too
 * @throws the first other error, once all have been tried
 */
export async function eachByItself<T extends { id: number }>(
  pageBehind: (id: number) => Promise<readonly T[]>,
  run: (one: T) => Promise<void>,
  onError: (error: unknown, one: T) => void,
): Promise<void> {
  const failures: unknown[] = [];
  let last = 0;
  for (let all = await pageBehind(last); all.length > 0; all = await pageBehind(last)) {
    for (const one of all) {
      last = one.id;
      try {
        await run(one);
      } catch (error) {
        if (isPassing(error)) throw error;
        onError(error, one);
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
}
