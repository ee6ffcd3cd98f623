import type { Actor } from '../../access/actor.ts';
import { changeOf, recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { Conflict, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { membershipChanged } from '../changed.ts';
import { type Membership, rightsOf, toMembership } from '../membership.ts';
import { lockMembership, updateMembership } from '../queries/memberships.ts';
import { say } from '../say.ts';

/**
 * Ends a membership that is not paid through Stripe, at once.
 * @throws NotFound; Conflict for one of Stripe's
 */
export async function endMembership(
  { db }: Services,
  actor: Actor,
  id: number,
  now: Date = new Date(),
): Promise<Membership> {
  demand(actor, 'memberships.change');
  return db.transaction().execute(async (trx) => {
    const row = await lockMembership(trx, id);
    if (row === undefined) throw new NotFound(say.noMembership(id));
    const before = toMembership(row);
    if (before.rail === 'stripe') throw new Conflict(say.paidByStripe(id));
    if (before.state === 'ended') return before;
    const values = { state: 'ended', endedAt: now, until: row.since === null ? null : now };
    const after = toMembership(await updateMembership(trx, id, values));
    await membershipChanged(trx, { before, after }, now);
    await recordAudit(
      trx,
      actor,
      'membership.end',
      `membership:${id}`,
      {},
      changeOf(rightsOf(before), rightsOf(after)),
    );
    return after;
  });
}
