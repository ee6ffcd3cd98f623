import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { type Membership, type MembershipState, requireMembership } from '../membership.ts';

/** Why something cannot be done with a membership now; the pages have words for each. */
export type Hindrance =
  | 'state'
  | 'ended'
  | 'cancelled'
  | 'taken-effect'
  | 'not-undone'
  | 'no-card'
  | 'several-parts'
  | 'not-at-stripe';

/** What somebody wants to do with a membership of theirs is not possible now. */
export class NotNow extends Conflict {
  readonly why: Hindrance;

  constructor(why: Hindrance, message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * A membership of somebody's own that is paid through Stripe.
 * @throws NotFound for one that is another's, NotNow where its state does not allow the act
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
  throw new NotNow(
    membership.state === 'ended' ? 'ended' : 'state',
    `your membership is ${membership.state}; this can be done while it is ${states.join(' or ')}`,
  );
}
