import type { Stripe } from 'stripe';
import { hour, nextEnd } from '../core/calendar.ts';
import { change, emit, type WaitingLine, type World } from '../core/world.ts';
import { firstItem } from '../objects/subscription.ts';
import { collect } from './collect.ts';
import { bill, finalize, periodLines, voidInvoice } from './invoice.ts';
import type { Outcome } from './pay.ts';
import { noteRenewal } from './subscribe.ts';

export type Proration = 'create_prorations' | 'always_invoice' | 'none';

/** What a change of items means: worked out before anything is changed, so that it can also be shown. */
export interface Plan {
  items: Stripe.SubscriptionItem[];
  anchor: number;
  /** The unused rest of what was paid, and the rest of the new price. */
  prorations: WaitingLine[];
  /** A new period begins now, and is billed as a whole. */
  beginsAnew: boolean;
  /** There is an invoice now. */
  invoicesNow: boolean;
}

/**
 * Works out what other items mean.
 * @param wanted the items as they are to be, those that stay under their ids
 * @param anchorNow the period is to begin anew, as it also does where the interval changes
 */
export function planUpdate(
  world: World,
  subscription: Stripe.Subscription,
  wanted: Stripe.SubscriptionItem[],
  { proration, anchorNow, at }: { proration: Proration; anchorNow: boolean; at: number },
): Plan {
  const before = firstItem(subscription).price.recurring;
  const after = wanted[0]?.price.recurring ?? before;
  const isOtherInterval =
    before?.interval !== after?.interval || before?.interval_count !== after?.interval_count;
  const beginsAnew = (anchorNow || isOtherInterval) && subscription.status !== 'trialing';
  const now = world.now();
  const end = nextEnd(now, after?.interval ?? 'month', after?.interval_count ?? 1, now);
  const items = beginsAnew
    ? wanted.map((item) => ({ ...item, current_period_start: now, current_period_end: end }))
    : wanted;
  const isFree = subscription.status === 'trialing' || proration === 'none';
  const prorations = isFree ? [] : prorate(subscription, wanted, at, beginsAnew);
  const invoicesNow = beginsAnew || (proration === 'always_invoice' && prorations.length > 0);
  return {
    items,
    anchor: beginsAnew ? now : subscription.billing_cycle_anchor,
    prorations,
    beginsAnew,
    invoicesNow,
  };
}

function prorate(
  subscription: Stripe.Subscription,
  wanted: Stripe.SubscriptionItem[],
  at: number,
  beginsAnew: boolean,
): WaitingLine[] {
  return [
    ...subscription.items.data.flatMap((item) => {
      const next = wanted.find(({ id }) => id === item.id);
      const isSame =
        next !== undefined && amountOf(next) === amountOf(item) && next.price.id === item.price.id;
      return isSame && !beginsAnew ? [] : unusedTime(item, at);
    }),
    ...(beginsAnew ? [] : wanted.flatMap((item) => remainingTime(subscription, item, at))),
  ];
}

const amountOf = ({ price, quantity }: Stripe.SubscriptionItem): number =>
  (price.unit_amount ?? 0) * (quantity ?? 1);

function share(item: Stripe.SubscriptionItem, at: number): number {
  const { current_period_start: start, current_period_end: end } = item;
  return Math.min(1, Math.max(0, (end - at) / (end - start)));
}

/** What was paid for the time that is not used, as a credit. */
export function unusedTime(item: Stripe.SubscriptionItem, at: number): WaitingLine[] {
  const amount = Math.round(amountOf(item) * share(item, at));
  if (amount === 0) return [];
  return [lineOf(item, -amount, `Unused time on ${amountText(item)}`, at)];
}

function remainingTime(
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  at: number,
): WaitingLine[] {
  const old = subscription.items.data.find(({ id }) => id === item.id);
  if (old !== undefined && amountOf(old) === amountOf(item) && old.price.id === item.price.id) return [];
  return restOf(item, at);
}

/** What the rest of a period costs. */
export function restOf(item: Stripe.SubscriptionItem, at: number): WaitingLine[] {
  const amount = Math.round(amountOf(item) * share(item, at));
  return amount === 0 ? [] : [lineOf(item, amount, `Remaining time on ${amountText(item)}`, at)];
}

function lineOf(item: Stripe.SubscriptionItem, amount: number, description: string, at: number): WaitingLine {
  return {
    amount,
    description,
    price: item.price.id,
    item: item.id,
    start: at,
    end: item.current_period_end,
  };
}

function amountText({ price }: Stripe.SubscriptionItem): string {
  return `${price.unit_amount ?? 0} ${price.currency} a ${price.recurring?.interval ?? 'month'}`;
}

/** Adds to what waits for the next invoice. */
export function addWaiting(world: World, subscription: Stripe.Subscription, lines: WaitingLine[]): void {
  const { waitingLines } = world.hidden;
  if (lines.length > 0)
    waitingLines.set(subscription.id, [...(waitingLines.get(subscription.id) ?? []), ...lines]);
}

export type Behaviour =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete';

const pendingHours = 23;

/**
 * Carries a plan out, with its invoice where there is one.
 * @returns what came of the payment; 'failed' where nothing was changed because of it
 */
export function carryOut(
  world: World,
  subscription: Stripe.Subscription,
  plan: Plan,
  behaviour: Behaviour,
): { outcome: Outcome | 'none'; invoice: Stripe.Invoice | null } {
  addWaiting(world, subscription, plan.prorations);
  const waits = behaviour === 'pending_if_incomplete' || behaviour === 'error_if_incomplete';
  if (!waits || !plan.invoicesNow) apply(world, subscription, plan);
  if (!plan.invoicesNow) return { outcome: 'none', invoice: null };
  const asPlanned = { ...subscription, items: { ...subscription.items, data: plan.items } };
  const invoice = bill(
    world,
    subscription,
    'subscription_update',
    plan.beginsAnew ? periodLines(asPlanned) : [],
  );
  finalize(world, invoice);
  if (behaviour === 'default_incomplete' && invoice.amount_due > 0) return { outcome: 'none', invoice };
  const outcome = collect(world, invoice, waits ? { isCondition: true } : { scheduled: true });
  if (waits && outcome === 'succeeded') apply(world, subscription, plan);
  if (waits && outcome !== 'succeeded') postpone(world, subscription, plan, behaviour, invoice);
  return { outcome, invoice };
}

function apply(world: World, subscription: Stripe.Subscription, plan: Plan): void {
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.items.data = plan.items;
    one.billing_cycle_anchor = plan.anchor;
  });
  if (plan.beginsAnew) noteRenewal(world, subscription);
}

function postpone(
  world: World,
  subscription: Stripe.Subscription,
  plan: Plan,
  behaviour: Behaviour,
  invoice: Stripe.Invoice,
): void {
  if (behaviour === 'error_if_incomplete') return voidInvoice(world, invoice);
  const expires = world.now() + pendingHours * hour;
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.pending_update = {
      billing_cycle_anchor: plan.beginsAnew ? plan.anchor : null,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: expires,
      metadata: null,
      subscription_items: plan.items,
      trial_end: null,
      trial_from_plan: null,
    };
  });
  world.due.add({ at: expires, kind: 'expire-pending-update', id: subscription.id });
}

/** Lets a subscription rest: nothing is billed until it is resumed. */
export function pause(
  world: World,
  subscription: Stripe.Subscription,
  { credit, invoiceNow }: { credit: 'now' | 'none' | 'item_current_period_start'; invoiceNow: boolean },
): void {
  const now = world.now();
  const lines = subscription.items.data.flatMap((item) =>
    unusedTime(item, credit === 'now' ? now : item.current_period_start),
  );
  if (credit !== 'none' && subscription.status !== 'trialing') addWaiting(world, subscription, lines);
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.status = 'paused';
    one.status_details = {
      paused: { subscription: { type: 'pause_requested' }, transitioned_at: now, type: 'subscription' },
    };
  });
  emit(world, 'customer.subscription.paused', subscription);
  if (!invoiceNow || credit === 'none') return;
  const invoice = bill(world, subscription, 'subscription_update', []);
  finalize(world, invoice);
  collect(world, invoice, { isCondition: true });
}

/**
 * Ends a rest.
 * @param anchor now: a period begins anew, and is billed; unchanged: what is left of the one that is running is
 */
export function resume(
  world: World,
  subscription: Stripe.Subscription,
  how: { anchor: 'now' | 'unchanged'; onlyWhenPaid: boolean; proration: Proration; at: number },
): void {
  const now = world.now();
  const { interval = 'month', interval_count: count = 1 } = firstItem(subscription).price.recurring ?? {};
  const anchor = how.anchor === 'now' ? now : subscription.billing_cycle_anchor;
  const end = nextEnd(anchor, interval, count, now);
  for (const item of subscription.items.data) {
    if (how.anchor === 'unchanged' && item.current_period_end > now) continue;
    item.current_period_start =
      how.anchor === 'now' ? now : Math.max(item.current_period_end, lastStart(anchor, interval, count, end));
    item.current_period_end = end;
  }
  subscription.billing_cycle_anchor = anchor;
  const rest =
    how.anchor === 'now' || how.proration === 'none'
      ? []
      : subscription.items.data.flatMap((item) => restOf(item, how.at));
  addWaiting(world, subscription, rest);
  const bills = how.anchor === 'now' || (how.proration === 'always_invoice' && rest.length > 0);
  if (!how.onlyWhenPaid || !bills) wake(world, subscription);
  noteRenewal(world, subscription);
  if (!bills) return;
  const lines = how.anchor === 'now' ? periodLines(subscription) : [];
  const invoice = bill(world, subscription, 'subscription_update', lines);
  finalize(world, invoice);
  const outcome = collect(world, invoice, how.onlyWhenPaid ? { isCondition: true } : { scheduled: true });
  if (how.onlyWhenPaid && outcome === 'succeeded') wake(world, subscription);
}

function lastStart(anchor: number, interval: string, count: number, end: number): number {
  let start = anchor;
  for (let next = start; next < end; next = nextEnd(anchor, interval, count, start)) start = next;
  return start;
}

function wake(world: World, subscription: Stripe.Subscription): void {
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.status = 'active';
    delete one.status_details;
  });
  emit(world, 'customer.subscription.resumed', subscription);
}
