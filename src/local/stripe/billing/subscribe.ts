import type { Stripe } from 'stripe';
import { day, hour, nextEnd } from '../core/calendar.ts';
import { change, emit, type World } from '../core/world.ts';
import { firstItem, makeSubscription } from '../objects/subscription.ts';
import { collect } from './collect.ts';
import { couponOf, makeDiscount } from './discount.ts';
import { bill, finalize, periodLines } from './invoice.ts';
import type { Outcome } from './pay.ts';

export interface NewSubscription {
  customer: Stripe.Customer;
  items: Array<{ price: Stripe.Price; quantity: number; metadata?: Record<string, string> }>;
  metadata: Record<string, string>;
  description: string | null;
  method: Stripe.PaymentMethod | null;
  discounts: Array<{ coupon?: string | undefined; promotion_code?: string | undefined }>;
  session: string | null;
  trialEnd: number | null;
  flexible: boolean;
  cancelAtPeriodEnd: boolean;
  /** Whether the first payment is tried at once, and whether its patron confirms it. */
  pay: 'now' | 'later' | 'confirmed';
}

const announceDays = 7;
const incompleteHours = 23;

/** Begins a subscription with its first invoice, and tries to have that paid. */
export function subscribe(
  world: World,
  given: NewSubscription,
): { subscription: Stripe.Subscription; outcome: Outcome | 'waits' } {
  const { customer, method, trialEnd } = given;
  const now = world.now();
  const recurring = given.items[0]?.price.recurring;
  const anchor = trialEnd ?? now;
  const end = trialEnd ?? nextEnd(now, recurring?.interval ?? 'month', recurring?.interval_count ?? 1, now);
  const subscription = makeSubscription(world, {
    ...given,
    customer: customer.id,
    method: method?.id ?? null,
    discounts: [],
    anchor,
    end,
  });
  customer.currency ??= subscription.currency;
  giveDiscounts(world, subscription, given);
  noteRenewal(world, subscription);
  const invoice = bill(
    world,
    subscription,
    'subscription_create',
    trialEnd === null ? periodLines(subscription) : [],
  );
  if (trialEnd === null) emit(world, 'customer.subscription.created', subscription);
  finalize(world, invoice);
  const waits = given.pay === 'later' && invoice.amount_due > 0;
  const outcome = waits ? 'waits' : collect(world, invoice, { confirmed: given.pay === 'confirmed' });
  if (trialEnd !== null) emit(world, 'customer.subscription.created', subscription);
  if (subscription.status === 'incomplete')
    world.due.add({ at: now + incompleteHours * hour, kind: 'expire-incomplete', id: subscription.id });
  return { subscription, outcome };
}

function giveDiscounts(
  world: World,
  subscription: Stripe.Subscription,
  { discounts, session, customer }: NewSubscription,
): void {
  subscription.discounts = discounts.flatMap((discount) => {
    const coupon = couponOf(world, discount);
    if (coupon === null) return [];
    const promotionCode = discount.promotion_code ?? null;
    const made = { customer: customer.id, subscription: subscription.id, promotionCode, session };
    return [makeDiscount(world, coupon, made).id];
  });
}

/** Notes when the period that is running ends, and when that is announced. */
export function noteRenewal(world: World, subscription: Stripe.Subscription): void {
  const { current_period_end: at } = firstItem(subscription);
  world.due.add({ at: at - announceDays * day, kind: 'announce-renewal', id: subscription.id });
  world.due.add({ at, kind: 'end-period', id: subscription.id });
}

/** A first payment that nobody made within a day is not waited for. */
export function expireIncomplete(world: World, subscription: Stripe.Subscription): void {
  if (subscription.status !== 'incomplete') return;
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.status = 'incomplete_expired';
    one.ended_at = world.now();
  });
}
