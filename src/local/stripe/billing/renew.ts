import type { Stripe } from 'stripe';
import { after, hour, nextEnd } from '../core/calendar.ts';
import { change, emit, type World } from '../core/world.ts';
import { makeInvoice } from '../objects/invoice.ts';
import { firstItem } from '../objects/subscription.ts';
import { collect } from './collect.ts';
import { endSubscription } from './end.ts';
import { bill, draftFor, finalize, periodLines, waitingLines } from './invoice.ts';
import { noteRenewal } from './subscribe.ts';

const renewing = ['active', 'trialing', 'past_due', 'unpaid'];
// As at Stripe: a renewal's invoice stays a draft for an hour.
const draftHours = 1;

/** A week before a renewal: what it will cost. */
export function announceRenewal(world: World, subscription: Stripe.Subscription): void {
  const { current_period_end: end } = firstItem(subscription);
  const isNear = end > world.now() && end - world.now() <= 8 * 24 * hour;
  if (!isNear || !renewing.includes(subscription.status) || endsBy(subscription, end)) return;
  const { id: _none, ...upcoming } = previewRenewal(world, subscription);
  emit(world, 'invoice.upcoming', upcoming);
}

/** The invoice of the next renewal as it would be now; it stands nowhere. */
export function previewRenewal(world: World, subscription: Stripe.Subscription): Stripe.Invoice {
  const next = structuredClone(subscription);
  for (const item of next.items.data) movePeriod(next, item);
  const lines = [...waitingLines(world, subscription), ...periodLines(next)];
  const invoice = makeInvoice(world, draftFor(world, next, 'upcoming', lines));
  invoice.id = invoice.id.replace('in_', 'upcoming_in_');
  invoice.amount_due = Math.max(0, invoice.total + invoice.starting_balance);
  invoice.amount_remaining = invoice.amount_due;
  invoice.next_payment_attempt = firstItem(subscription).current_period_end + draftHours * hour;
  return invoice;
}

/** A period is over: the subscription ends, or it is renewed. */
export function endPeriod(world: World, subscription: Stripe.Subscription): void {
  const { current_period_end: end } = firstItem(subscription);
  if (end > world.now() || !renewing.includes(subscription.status)) return;
  if (endsBy(subscription, end)) return endSubscription(world, subscription, 'cancellation_requested');
  change(world, 'customer.subscription.updated', subscription, (one) => {
    for (const item of one.items.data) movePeriod(one, item);
    if (one.status === 'trialing') one.status = 'active';
  });
  noteRenewal(world, subscription);
  if (subscription.pause_collection?.behavior === 'void') return;
  const invoice = bill(world, subscription, 'subscription_cycle', periodLines(subscription));
  invoice.automatically_finalizes_at = world.now() + draftHours * hour;
  world.due.add({ at: world.now() + draftHours * hour, kind: 'charge-draft', id: invoice.id });
}

function endsBy({ cancel_at_period_end: atPeriodEnd, cancel_at: day }: Stripe.Subscription, end: number) {
  return atPeriodEnd || (day !== null && day <= end);
}

function movePeriod(subscription: Stripe.Subscription, item: Stripe.SubscriptionItem): void {
  const { interval = 'month', interval_count: count = 1 } = item.price.recurring ?? {};
  const start = item.current_period_end;
  item.current_period_start = start;
  item.current_period_end = nextEnd(subscription.billing_cycle_anchor, interval, count, start);
  // An anchor that lies ahead (a trial's end) is the start of the first period.
  if (item.current_period_end <= start) item.current_period_end = after(start, interval, count);
}

/** A draft's hour is over. */
export function chargeDraft(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'draft' || invoice.auto_advance === false) return;
  finalize(world, invoice);
  collect(world, invoice, { scheduled: true });
}

/** A payment that failed is tried once more. */
export function tryAgain(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'open' || invoice.next_payment_attempt !== world.now()) return;
  collect(world, invoice, { scheduled: true });
}
