import { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import type { Membership } from '../membership.ts';
import { requireStripe } from '../stripe/reading.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import { updateMembership } from '../queries/memberships.ts';

/** Of one act: two calls under one key are one act. */
export interface End {
  key: string;
  reason: string;
}

/** Ends a Stripe membership now; one that has ended already stays so. Paid days are not given back by this. */
export async function endNow(
  services: Services,
  membership: Membership,
  { key, reason }: End,
  now: Date,
): Promise<void> {
  const id = subscriptionOf(membership);
  const options = { idempotencyKey: `${key}:end-now` };
  try {
    await requireStripe(services).subscriptions.cancel(id, { invoice_now: false, prorate: false }, options);
  } catch (error) {
    if (!(await hasEnded(services, id, error))) throw error;
  }
  await note(services, membership, reason);
  await syncSubscription(services, id, now);
}

/** Has a Stripe membership end with what is paid for. */
export async function endAtPeriodEnd(
  services: Services,
  membership: Membership,
  { key, reason }: End,
  now: Date,
): Promise<void> {
  const id = subscriptionOf(membership);
  const options = { idempotencyKey: `${key}:end-later` };
  await requireStripe(services).subscriptions.update(id, { cancel_at_period_end: true }, options);
  await note(services, membership, reason);
  await syncSubscription(services, id, now);
}

/** The subscription of a membership on Stripe's rail. */
export function subscriptionOf({ id, stripeSubscriptionId }: Membership): string {
  if (stripeSubscriptionId !== null) return stripeSubscriptionId;
  throw new TypeError(`membership ${id} is on no subscription of Stripe's`);
}

async function hasEnded(services: Services, id: string, error: unknown): Promise<boolean> {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return false;
  const { status } = await requireStripe(services).subscriptions.retrieve(id);
  return status === 'canceled' || status === 'incomplete_expired';
}

async function note({ db }: Services, { id }: Membership, cancelReason: string): Promise<void> {
  if (cancelReason !== '') await updateMembership(db, id, { cancelReason });
}
