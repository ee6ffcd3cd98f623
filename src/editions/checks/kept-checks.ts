// What is asked and done by the clock, apart from the looking, which loads what asks the network.
import type { Services } from '../../services.ts';
import { deleteOldChecks } from '../queries/checks.ts';

export { hasWantedChecks } from '../queries/checks.ts';

const keptDays = 30;

/** Forgets results that nobody has asked for in a month. */
export async function pruneChecks({ db }: Services, now: Date = new Date()): Promise<void> {
  await deleteOldChecks(db, new Date(now.getTime() - keptDays * 24 * 3_600_000));
}
