import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import { holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';
import { say } from './say.ts';

/**
 * Takes an edition that has not gone out off the list.
 * @throws Conflict where it has gone out: its send is cancelled instead
 */
export async function discard(
  db: Db,
  { editionId, actor }: { editionId: number; actor: Actor },
): Promise<void> {
  demand(actor, 'editions.send');
  await db.transaction().execute(async (trx) => {
    const edition = await holdEdition(trx, editionId);
    if (edition.state === 'launched') throw new Conflict(say.launchedCancelInstead(editionId));
    const values = { state: 'cancelled', sendAt: null };
    await updateEdition(trx, editionId, { ...values, missedAt: null });
    await recordAudit(trx, actor, 'edition.cancel', `edition:${editionId}`, {}, changeOf(edition, values));
  });
}
