import type { Stripe } from 'stripe';
import { change, emit, type World } from '../core/world.ts';

/** What was asked for while its payment failed takes effect, now that it is paid. */
export function applyPendingUpdate(world: World, subscription: Stripe.Subscription): void {
  const { pending_update: pending } = subscription;
  if (pending === null) return;
  change(world, 'customer.subscription.updated', subscription, (one) => {
    if (pending.subscription_items !== null) one.items.data = pending.subscription_items;
    if (pending.billing_cycle_anchor !== null) one.billing_cycle_anchor = pending.billing_cycle_anchor;
    if (pending.cancel_at_period_end !== null) one.cancel_at_period_end = pending.cancel_at_period_end;
    one.pending_update = null;
  });
  for (const { current_period_end: at } of subscription.items.data)
    world.due.add({ at, kind: 'end-period', id: subscription.id });
  emit(world, 'customer.subscription.pending_update_applied', subscription);
}

/** Its time is over: things stay as they were. */
export function dropPendingUpdate(world: World, subscription: Stripe.Subscription): void {
  if (subscription.pending_update === null) return;
  subscription.pending_update = null;
  emit(world, 'customer.subscription.pending_update_expired', subscription);
}
