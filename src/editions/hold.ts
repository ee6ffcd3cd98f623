import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import { holdEdition } from './edition.ts';
import { updateEdition } from './queries/editions.ts';
import { say } from './say.ts';

/**
 * Keeps an edition from going out until somebody approves it again: its approval and its time are taken back, and the
 * rule at its deadline has nothing more to say.
 * @throws Conflict where it has gone out or was cancelled
 */
export async function holdBack(
  db: Db,
  { editionId, actor }: { editionId: number; actor: Actor },
  now: Date = new Date(),
): Promise<void> {
  demand(actor, 'editions.send', now);
  await db.transaction().execute(async (trx) => {
    const { state, sendAt } = await holdEdition(trx, editionId);
    if (state === 'launched') throw new Conflict(say.launchedPauseInstead(editionId));
    if (state === 'cancelled') throw new Conflict(say.nothingToHold(editionId));
    await updateEdition(trx, editionId, {
      state: 'draft',
      approvedRevisionId: null,
      sendAt: null,
      missedAt: null,
      heldAt: now,
    });
    const change = changeOf({ state, sendAt }, { state: 'draft', sendAt: null });
    await recordAudit(trx, actor, 'edition.hold', `edition:${editionId}`, {}, change);
  });
}
