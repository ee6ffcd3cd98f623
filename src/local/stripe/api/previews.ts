import { z } from 'zod';
import type { Stripe } from 'stripe';
import { draftFor, periodLines, waitingLines } from '../billing/invoice.ts';
import { previewRenewal } from '../billing/renew.ts';
import { type Plan, planUpdate, unusedTime } from '../billing/update.ts';
import { invalid } from '../core/api-error.ts';
import { nextEnd } from '../core/calendar.ts';
import { type Call, must, type Routes } from '../core/call.ts';
import { bool, expandShape, int, read, text, unheeded } from '../core/input.ts';
import type { WaitingLine, World } from '../core/world.ts';
import { makeInvoice } from '../objects/invoice.ts';
import { itemsShape, itemsWanted } from './subscription-items.ts';

const shape = z.strictObject({
  ...expandShape,
  subscription: text,
  customer: text.optional(),
  preview_mode: z.enum(['next', 'recurring']).optional(),
  discounts: unheeded,
  subscription_details: z
    .strictObject({
      items: itemsShape.optional(),
      proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
      proration_date: int.optional(),
      billing_cycle_anchor: z.enum(['now', 'unchanged']).optional(),
      cancel_now: bool.optional(),
      cancel_at_period_end: bool.optional(),
      resume_at: z.enum(['now']).optional(),
      metadata: unheeded,
    })
    .optional(),
});
type Details = NonNullable<z.output<typeof shape>['subscription_details']>;

/** `/v1/invoices/create_preview`: what a change would cost. Nothing is changed. */
export const previews: Routes = { 'POST /v1/invoices/create_preview': preview };

function preview({ world, input }: Call): Stripe.Invoice {
  const given = read(shape, input);
  const subscription = must(world.tables.subscriptions, 'subscription', given.subscription, 'subscription');
  const details = given.subscription_details ?? {};
  if (subscription.ended_at !== null || (subscription.cancel_at_period_end && details.items === undefined))
    throw invalid('No upcoming invoices for customer', { code: 'invoice_upcoming_none' });
  if (details.cancel_now === true) return previewEnd(world, subscription);
  if (details.resume_at === 'now') return previewResume(world, subscription);
  if (details.items === undefined && details.billing_cycle_anchor !== 'now')
    return previewRenewal(world, subscription);
  return previewUpdate(world, subscription, details);
}

function previewUpdate(world: World, subscription: Stripe.Subscription, details: Details): Stripe.Invoice {
  const before = world.tables.prices.size;
  const plan = planUpdate(world, subscription, itemsWanted(world, subscription, details.items ?? []), {
    proration: details.proration_behavior ?? 'create_prorations',
    anchorNow: details.billing_cycle_anchor === 'now',
    at: details.proration_date ?? world.now(),
  });
  const planned = { ...subscription, items: { ...subscription.items, data: plan.items } };
  const invoice = withWaiting(world, subscription, plan.prorations, () => draw(world, planned, plan));
  forgetPrices(world, before);
  return invoice;
}

function draw(world: World, planned: Stripe.Subscription, plan: Plan): Stripe.Invoice {
  if (!plan.invoicesNow) return previewRenewal(world, planned);
  return shown(world, planned, plan.beginsAnew ? periodLines(planned) : []);
}

function previewEnd(world: World, subscription: Stripe.Subscription): Stripe.Invoice {
  const rest = subscription.items.data.flatMap((item) => unusedTime(item, world.now()));
  return withWaiting(world, subscription, rest, () => shown(world, subscription, []));
}

function previewResume(world: World, subscription: Stripe.Subscription): Stripe.Invoice {
  const now = world.now();
  const resumed = structuredClone(subscription);
  for (const item of resumed.items.data) {
    const { interval = 'month', interval_count: count = 1 } = item.price.recurring ?? {};
    item.current_period_start = now;
    item.current_period_end = nextEnd(now, interval, count, now);
  }
  return shown(world, resumed, periodLines(resumed));
}

/** An invoice for now, with all that waits. */
function shown(
  world: World,
  subscription: Stripe.Subscription,
  lines: Stripe.InvoiceLineItem[],
): Stripe.Invoice {
  const all = [...waitingLines(world, subscription), ...lines];
  const invoice = makeInvoice(world, draftFor(world, subscription, 'upcoming', all));
  invoice.id = invoice.id.replace('in_', 'upcoming_in_');
  invoice.amount_due = Math.max(0, invoice.total + invoice.starting_balance);
  invoice.amount_remaining = invoice.amount_due;
  return invoice;
}

/** Does something as though lines waited. */
function withWaiting(
  world: World,
  { id }: Stripe.Subscription,
  lines: WaitingLine[],
  work: () => Stripe.Invoice,
): Stripe.Invoice {
  const { waitingLines: all } = world.hidden;
  const before = all.get(id);
  all.set(id, [...(before ?? []), ...lines]);
  try {
    return work();
  } finally {
    if (before === undefined) all.delete(id);
    else all.set(id, before);
  }
}

/** Prices that were made on the spot for a preview were made for nothing. */
function forgetPrices(world: World, before: number): void {
  const made = [...world.tables.prices.all()].slice(before);
  for (const { id } of made) world.tables.prices.remove(id);
}
