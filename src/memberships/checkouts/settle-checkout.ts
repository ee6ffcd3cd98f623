import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { updateCheckout } from '../queries/checkouts.ts';
import { checkoutIdOf, idOf } from '../stripe/ours.ts';

/** Brings a purchase that was begun to what became of it at Stripe; how often it is called changes nothing. */
export async function settleCheckout(
  services: Services,
  session: Stripe.Checkout.Session,
  now: Date,
): Promise<void> {
  const id = checkoutIdOf(session.metadata);
  if (id === null || session.status === 'open') return;
  const subscriptionId = idOf(session.subscription);
  const [membership] =
    subscriptionId === null ? [] : await selectMembershipsBySubscription(services.db, [subscriptionId]);
  const done = session.status === 'complete';
  await updateCheckout(services.db, id, {
    state: done ? 'completed' : 'expired',
    ...(done && { completedAt: now }),
    ...(membership && { membershipId: membership.id }),
  });
}
