import type { Stripe } from 'stripe';
import type { MembershipState, Interval } from '../membership.ts';
import { dateOf, idOf } from './ours.ts';

/** What of a membership stands in its Stripe subscription. */
export interface StripeColumns {
  tierId: number | null;
  state: MembershipState;
  amount: number;
  currency: string;
  interval: Interval | null;
  since: Date | null;
  periodStart: Date | null;
  periodEnd: Date | null;
  cancelAt: Date | null;
  cancelledAt: Date | null;
  pausedAt: Date | null;
  endedAt: Date | null;
  stripeCustomerId: string | null;
  livemode: boolean;
}

/** The ids of the products that a subscription is for. */
export function productsOf(subscription: Stripe.Subscription): string[] {
  return subscription.items.data.flatMap(({ price }) => idOf(price.product) ?? []);
}

/** A subscription as columns; the state is null where Stripe has a status that we do not know. */
export function columnsOf(
  subscription: Stripe.Subscription,
  { tierId, productId }: { tierId: number | null; productId: string | null },
): Omit<StripeColumns, 'state'> & { state: MembershipState | null } {
  const state = stateOf(subscription);
  const items = subscription.items.data;
  const item = items.find(({ price }) => idOf(price.product) === productId) ?? items[0];
  const neverPaid = state === 'incomplete' || subscription.status === 'incomplete_expired';
  const periodEnd = dateOf(item?.current_period_end);
  return {
    tierId,
    state,
    amount: items.reduce((sum, { price, quantity }) => sum + (price.unit_amount ?? 0) * (quantity ?? 1), 0),
    currency: subscription.currency,
    interval: intervalOf(item),
    since: neverPaid ? null : dateOf(subscription.start_date),
    periodStart: dateOf(item?.current_period_start),
    periodEnd,
    cancelAt: dateOf(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? periodEnd : null),
    cancelledAt: dateOf(subscription.canceled_at),
    pausedAt: state === 'paused' ? pausedAt(subscription) : null,
    endedAt: state === 'ended' ? (dateOf(subscription.ended_at) ?? dateOf(subscription.canceled_at)) : null,
    stripeCustomerId: idOf(subscription.customer),
    livemode: subscription.livemode,
  };
}

/**
 * Since when a membership lasts: one that had not begun here and ended before its first payment never was one.
 * @param before what stands here
 */
export function sinceOf(
  { latest_invoice: latest }: Stripe.Subscription,
  { state, since }: { state: MembershipState | null; since: Date | null },
  before: Date | null,
): Date | null {
  // A status that is not known neither gives rights nor takes any.
  if (state === null) return before;
  const isFirst =
    latest !== null && typeof latest !== 'string' && latest.billing_reason === 'subscription_create';
  return state === 'ended' && before === null && isFirst && latest.status !== 'paid' ? null : since;
}

/** Paused without a moment is one of a trial's end, which we do not make: it rests since its period began. */
function pausedAt({ status_details: details, items, start_date: start }: Stripe.Subscription): Date {
  return dateOf(details?.paused.transitioned_at ?? items.data[0]?.current_period_start ?? start);
}

/** Null: Stripe's statuses may become more. */
function stateOf({ status }: Stripe.Subscription): MembershipState | null {
  switch (status) {
    case 'incomplete':
      return 'incomplete';
    case 'active':
    case 'trialing':
      return 'active';
    case 'past_due':
    case 'unpaid':
      return 'past-due';
    case 'paused':
      return 'paused';
    case 'canceled':
    case 'incomplete_expired':
      return 'ended';
    default:
      return null;
  }
}

function intervalOf(item: Stripe.SubscriptionItem | undefined): Interval | null {
  const interval: string | undefined = item?.price.recurring?.interval;
  return interval === 'month' || interval === 'year' ? interval : null;
}
