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
  /** Now, or with what is paid for. Paid days are not given back by this. */
  atOnce: boolean;
}

/** Ends a Stripe membership; one that has ended already stays so. */
export async function endSubscription(
  services: Services,
  membership: Membership,
  { key, reason: cancelReason, atOnce }: End,
  now: Date,
): Promise<void> {
  const id = subscriptionOf(membership);
  if (atOnce) await cancelNow(services, id, { idempotencyKey: `${key}:end-now` });
  else
    await requireStripe(services).subscriptions.update(
      id,
      { cancel_at_period_end: true },
      { idempotencyKey: `${key}:end-later` },
    );
  if (cancelReason !== '') await updateMembership(services.db, membership.id, { cancelReason });
  await syncSubscription(services, id, now);
}

async function cancelNow(services: Services, id: string, options: { idempotencyKey: string }): Promise<void> {
  try {
    await requireStripe(services).subscriptions.cancel(id, { invoice_now: false, prorate: false }, options);
  } catch (error) {
    if (!(await hasEnded(services, id, error))) throw error;
  }
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
