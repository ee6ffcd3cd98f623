import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import { holdEdition } from './edition.ts';
import { settleDeadline, updateEdition } from './queries/editions.ts';

/**
 * Keeps an edition from going out until somebody approves it again: its approval and its time are taken back, and the
 * rule at its deadline has nothing more to say.
 * @throws Conflict where it has gone out or was cancelled
 */
export async function holdBack(
  db: Db,
  { editionId, actor }: { editionId: number; actor: Actor },
): Promise<void> {
  demand(actor, 'editions.send');
  await db.transaction().execute(async (trx) => {
    const { state } = await holdEdition(trx, editionId);
    if (state === 'launched')
      throw new Conflict(`edition ${editionId} was launched meanwhile; pause its send instead`);
    if (state === 'cancelled')
      throw new Conflict(`edition ${editionId} is cancelled; there is nothing to hold`);
    await updateEdition(trx, editionId, { state: 'draft', approvedRevisionId: null, sendAt: null });
    // The sweep asks for this event before it applies a deadline, so a rule cannot send what a person holds.
    await settleDeadline(trx, editionId, {
      rule: 'held',
      ruleSetBy: null,
      problem: null,
    });
    await recordAudit(trx, actor, 'edition.hold', `edition:${editionId}`);
  });
}
