import type { Db } from '../../db.ts';
import { readShares } from '../../delivery/shares.ts';
import { selectCorrectionsOf } from '../queries/corrections.ts';
import { toCorrection } from './correction.ts';

/** The corrections of an edition, the newest first, each with the edition that carries it alone, if there is one. */
export async function listCorrections(db: Db, editionId: number) {
  return (await selectCorrectionsOf(db, editionId)).map(toCorrection);
}

/** How many got which text of an edition, or may have got it, by its id; from kept counts. */
export async function countByText(db: Db, editionId: number): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (const { state, revisionId, count } of await readShares(db, [editionId]))
    if (state === 'sent' || state === 'uncertain')
      counts.set(revisionId, (counts.get(revisionId) ?? 0) + count);
  return counts;
}
