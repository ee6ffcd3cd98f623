import type { Services } from '../../services.ts';
import { selectChecks, wantChecks } from '../queries/checks.ts';
import type { CheckKind } from './check-kind.ts';
import { type AboutOf, checkKinds, type CheckName, type ResultOf } from './kinds.ts';

/** What is known of one thing by now. */
export interface Answer<Result> {
  /** The last one; null before the first. */
  result: Result | null;
  checkedAt: Date | null;
  /** It is looked at (again) just now. */
  isPending: boolean;
}

/**
 * What is known of some things, and has a worker look at those that were not looked at lately: nothing is waited for. The
 * answers stand in the order of the questions.
 */
export async function askChecks<N extends CheckName>(
  { db, jobs }: Pick<Services, 'db' | 'jobs'>,
  name: N,
  abouts: Array<AboutOf<N>>,
  now: Date = new Date(),
): Promise<Array<Answer<ResultOf<N>>>> {
  if (abouts.length === 0) return [];
  // Each name has its own kind; over all names together the compiler cannot follow that.
  const kind = checkKinds[name] as unknown as CheckKind<AboutOf<N>, ResultOf<N>>;
  const keys = abouts.map((about) => kind.keyOf(about));
  const rows = new Map((await selectChecks(db, name, [...new Set(keys)])).map((row) => [row.key, row]));
  const wanted = new Map<string, AboutOf<N>>();
  const answers = abouts.map((about, index): Answer<ResultOf<N>> => {
    const key = keys[index] ?? '';
    const row = rows.get(key);
    const result = (row?.result ?? null) as ResultOf<N> | null;
    const checkedAt = row?.checkedAt ?? null;
    const age = checkedAt === null ? Infinity : now.getTime() - checkedAt.getTime();
    const isOld = result === null || age > kind.holdsMs(result);
    if (isOld && !row?.wantedAt) wanted.set(key, about);
    return { result, checkedAt, isPending: isOld };
  });
  if (wanted.size > 0) {
    await wantChecks(
      db,
      name,
      [...wanted].map(([key, about]) => ({ key, about })),
    );
    await jobs.hint('pre-flight', [{}]);
  }
  return answers;
}
