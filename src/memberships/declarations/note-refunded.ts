import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict } from '../../errors.ts';
import { lockDeclaration, updateDeclaration } from '../queries/declarations.ts';
import { noteRefundByHand } from '../queries/payments.ts';
import { type Declaration, readRefunds } from './declaration.ts';
import { requireDeclaration } from './match.ts';
import { say } from '../say.ts';

/**
 * Notes that staff have paid back what no machine could.
 * @throws NotFound; Conflict where nothing is to be paid back by hand
 */
export async function noteRefunded(
  db: Db,
  actor: Actor,
  id: number,
  now: Date = new Date(),
): Promise<Declaration> {
  demand(actor, 'memberships.change');
  await db.transaction().execute(async (trx) => {
    const row = await lockDeclaration(trx, id);
    if (row !== undefined && (!row.refundByHand || row.refundedAt !== null))
      throw new Conflict(say.nothingByHand(id));
    for (const refund of row === undefined ? [] : readRefunds(row.refunds))
      await noteRefundByHand(trx, id, refund, now);
    await updateDeclaration(trx, id, { refundedBy: describeActor(actor), refundedAt: now });
    await recordAudit(trx, actor, 'declaration.refunded', `declaration:${id}`);
  });
  return requireDeclaration(db, id);
}
