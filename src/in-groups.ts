interface Waiting<T, R> {
  one: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Has what is asked for one by one done in groups: what comes while a group is under way makes the next one. Who comes
 * alone waits for nobody; the more there is to do, the larger a group, and the less of a commit for each.
 * @param run does all of a group, and gives what came of each in the same order
 * @returns what does one, and ends once its group is done; where a group fails each of it is tried by itself
 */
export function inGroups<T, R>(run: (group: T[]) => Promise<R[]>, most = 100): (one: T) => Promise<R> {
  const waiting: Array<Waiting<T, R>> = [];
  let isUnderWay = false;
  const doAll = async (group: Array<Waiting<T, R>>): Promise<void> => {
    try {
      const results = await run(group.map(({ one }) => one));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as R);
    } catch (error) {
      if (group.length > 1) await Promise.all(group.map((one) => doAll([one])));
      else for (const { reject } of group) reject(error);
    }
  };
  const work = async (): Promise<void> => {
    isUnderWay = true;
    while (waiting.length > 0) await doAll(waiting.splice(0, most));
    isUnderWay = false;
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!isUnderWay) void work();
    });
}

/** The same for what several callers share who hold the same thing in common, as the services of a process. */
export function inGroupsOf<S extends object, T, R>(
  run: (shared: S, group: T[]) => Promise<R[]>,
): (shared: S, one: T) => Promise<R> {
  const known = new WeakMap<S, (one: T) => Promise<R>>();
  return (shared, one) => {
    const ask = known.get(shared) ?? inGroups((group: T[]) => run(shared, group));
    known.set(shared, ask);
    return ask(one);
  };
}
