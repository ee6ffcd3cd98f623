import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { type Membership, type MembershipState, requireMembership } from '../membership.ts';

/**
 * A membership of somebody's own that is paid through Stripe.
 * @throws NotFound for one that is another's, Conflict where its state does not allow the act
 */
export async function requireOwn(
  db: Db,
  subscriberId: number,
  id: number,
  states: MembershipState[],
): Promise<Membership> {
  const membership = await requireMembership(db, id);
  if (membership.subscriberId !== subscriberId || membership.stripeSubscriptionId === null)
    throw new NotFound('there is no such membership of yours');
  if (states.includes(membership.state)) return membership;
  throw new Conflict(
    `your membership is ${membership.state}; this can be done while it is ${states.join(' or ')}`,
  );
}
