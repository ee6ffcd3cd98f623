import type { Services } from '../../services.ts';
import { deleteChangesBefore, selectWithOldChanges } from '../queries/changes.ts';

const day = 24 * 3_600_000;
const editionsAtOnce = 100;

/**
 * Deletes changes of editions that are older than `KEEP_CHANGES_DAYS`: from the first one on and none from the middle, so
 * that those which are kept still lead from the edition as it is back to each version that is, and forth again. What
 * somebody wrote, and was kept aside and not settled, stays. It may be ended at any moment, and be run by several at once.
 * @returns how many were deleted
 */
export async function pruneChanges(
  { db, config, log }: Pick<Services, 'db' | 'config' | 'log'>,
  signal: AbortSignal,
  now: Date = new Date(),
): Promise<number> {
  const before = new Date(now.getTime() - config.keepChangesDays * day);
  let pruned = 0;
  for (let after = 0; !signal.aborted; ) {
    const ids = await selectWithOldChanges(db, before, { after, limit: editionsAtOnce });
    for (const id of ids) pruned += signal.aborted ? 0 : await deleteChangesBefore(db, id, before);
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (pruned > 0) log.info({ changes: pruned }, 'old changes of editions were pruned');
  return pruned;
}
