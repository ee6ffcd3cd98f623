import type { Stripe } from 'stripe';
import { emit, type World } from '../core/world.ts';

/** A subscription is over, from now on. What is still open of it is not asked for any more. */
export function endSubscription(
  world: World,
  subscription: Stripe.Subscription,
  reason: Stripe.Subscription.CancellationDetails.Reason,
): void {
  const now = world.now();
  const isLate = ['incomplete', 'incomplete_expired', 'canceled'].includes(subscription.status);
  subscription.status = 'canceled';
  subscription.ended_at = now;
  subscription.canceled_at ??= now;
  subscription.pending_update = null;
  subscription.cancellation_details = {
    comment: subscription.cancellation_details?.comment ?? null,
    feedback: subscription.cancellation_details?.feedback ?? null,
    feedback_option: null,
    reason: isLate ? (subscription.cancellation_details?.reason ?? reason) : reason,
  };
  for (const invoice of world.tables.invoices.of('subscription', subscription.id)) {
    if (invoice.status !== 'open' && invoice.status !== 'draft') continue;
    invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
  }
  emit(world, 'customer.subscription.deleted', subscription);
}
