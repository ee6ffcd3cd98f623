import { z } from 'zod';
import type { Stripe } from 'stripe';
import { couponOf, makeDiscount } from '../billing/discount.ts';
import { paymentOf } from '../billing/invoice.ts';
import { noteRenewal } from '../billing/subscribe.ts';
import { carryOut, pause, planUpdate, resume } from '../billing/update.ts';
import { invalid } from '../core/api-error.ts';
import { type Call, must, type Routes } from '../core/call.ts';
import {
  bool,
  emptyable,
  expandShape,
  int,
  mergeMetadata,
  metadata,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import { change, idOf, type World } from '../core/world.ts';
import { firstItem } from '../objects/subscription.ts';
import { itemsShape, itemsWanted } from './subscription-items.ts';
import { behaviours, declined, details, discount, noteReason } from './subscriptions.ts';

const prorations = z.enum(['always_invoice', 'create_prorations', 'none']);
const updateShape = z.strictObject({
  ...expandShape,
  items: itemsShape.optional(),
  metadata: metadata.optional(),
  description: emptyable(text).optional(),
  cancel_at_period_end: bool.optional(),
  cancel_at: emptyable(z.union([int, z.enum(['min_period_end', 'max_period_end'])])).optional(),
  cancellation_details: details.optional(),
  default_payment_method: text.optional(),
  discounts: emptyable(z.array(discount)).optional(),
  billing_cycle_anchor: z.enum(['now', 'unchanged']).optional(),
  payment_behavior: z.enum(behaviours).optional(),
  proration_behavior: prorations.optional(),
  proration_date: int.optional(),
  pause_collection: emptyable(
    z.strictObject({
      behavior: z.enum(['keep_as_draft', 'mark_uncollectible', 'void']),
      resumes_at: int.optional(),
    }),
  ).optional(),
  trial_end: z.union([z.literal('now'), int]).optional(),
  off_session: unheeded,
  payment_settings: unheeded,
  collection_method: unheeded,
});
type Given = z.output<typeof updateShape>;

const pauseShape = z.strictObject({
  ...expandShape,
  bill_for: z
    .strictObject({
      outstanding_usage_through: unheeded,
      unused_time_from: z
        .strictObject({ type: z.enum(['now', 'none', 'item_current_period_start']) })
        .optional(),
    })
    .optional(),
  invoicing_behavior: z.enum(['invoice', 'pending_invoice_item']).optional(),
  type: z.enum(['subscription']).optional(),
});
const resumeShape = z.strictObject({
  ...expandShape,
  billing_cycle_anchor: z.strictObject({ type: z.enum(['now', 'unchanged']) }).optional(),
  payment_behavior: z.enum(['resume_on_payment_attempt', 'resume_on_payment_success']).optional(),
  proration_behavior: prorations.optional(),
  proration_date: int.optional(),
});

/** What changes a subscription. */
export const subscriptionChanges: Routes = {
  'POST /v1/subscriptions/:id': update,
  'POST /v1/subscriptions/:id/pause': ({ world, ids: [id], input }) => {
    const given = read(pauseShape, input);
    const subscription = must(world.tables.subscriptions, 'subscription', id);
    if (subscription.billing_mode.type !== 'flexible')
      throw invalid('Only subscriptions with `billing_mode[type]=flexible` can be paused.');
    if (!['active', 'trialing'].includes(subscription.status))
      throw invalid(`This subscription cannot be paused: it is ${subscription.status}.`);
    pause(world, subscription, {
      credit: given.bill_for?.unused_time_from?.type ?? 'now',
      invoiceNow: given.invoicing_behavior === 'invoice',
    });
    return subscription;
  },
  'POST /v1/subscriptions/:id/resume': ({ world, ids: [id], input }) => {
    const given = read(resumeShape, input);
    const subscription = must(world.tables.subscriptions, 'subscription', id);
    if (subscription.status !== 'paused')
      throw invalid(`Only paused subscriptions can be resumed. This subscription is ${subscription.status}.`);
    resume(world, subscription, {
      anchor: given.billing_cycle_anchor?.type ?? 'now',
      onlyWhenPaid: given.payment_behavior === 'resume_on_payment_success',
      proration: given.proration_behavior ?? 'create_prorations',
      at: given.proration_date ?? world.now(),
    });
    return subscription;
  },
};

function update({ world, ids: [id], input }: Call): Stripe.Subscription {
  const given = read(updateShape, input);
  const subscription = must(world.tables.subscriptions, 'subscription', id);
  if (subscription.ended_at !== null) {
    const others = Object.keys(given).filter(
      (name) => !['metadata', 'cancellation_details', 'expand'].includes(name),
    );
    if (others.length > 0)
      throw invalid('A canceled subscription can only update its cancellation_details and metadata.', {
        code: 'invalid_canceled_subscription_fields',
        param: others[0] ?? 'id',
      });
  }
  if (given.items !== undefined || given.billing_cycle_anchor === 'now')
    changeItems(world, subscription, given);
  change(world, 'customer.subscription.updated', subscription, (one) => changeFields(world, one, given));
  noteEnds(world, subscription, given);
  return subscription;
}

function changeItems(world: World, subscription: Stripe.Subscription, given: Given): void {
  const behaviour = given.payment_behavior ?? 'allow_incomplete';
  if (behaviour === 'pending_if_incomplete') refuseBesidePending(given);
  const plan = planUpdate(world, subscription, itemsWanted(world, subscription, given.items ?? []), {
    proration: given.proration_behavior ?? 'create_prorations',
    anchorNow: given.billing_cycle_anchor === 'now',
    at: given.proration_date ?? world.now(),
  });
  const { outcome, invoice } = carryOut(world, subscription, plan, behaviour);
  const failed = outcome === 'failed' || outcome === 'needs-confirmation';
  if (behaviour === 'error_if_incomplete' && failed && invoice !== null)
    throw declined(paymentOf(world, invoice));
}

// What can wait for a payment is little, and whoever asks for more at once is told so.
function refuseBesidePending(given: Given): void {
  for (const name of [
    'metadata',
    'cancel_at_period_end',
    'cancel_at',
    'description',
    'default_payment_method',
  ] as const)
    if (given[name] !== undefined)
      throw invalid(
        `You can only pass in pending-updates-supported attributes when \`payment_behavior\` is \`pending_if_incomplete\`: not ${name}.`,
        { param: name },
      );
}

function changeFields(world: World, one: Stripe.Subscription, given: Given): void {
  one.metadata = mergeMetadata(one.metadata, given.metadata);
  if (given.description !== undefined) one.description = given.description;
  if (given.cancellation_details !== undefined) noteReason(one, given.cancellation_details);
  if (given.default_payment_method !== undefined)
    one.default_payment_method = cardFor(world, one, given.default_payment_method);
  if (given.discounts !== undefined)
    one.discounts = (given.discounts ?? []).flatMap((each) => discountFor(world, one, each));
  if (given.pause_collection !== undefined)
    one.pause_collection =
      given.pause_collection === null
        ? null
        : {
            behavior: given.pause_collection.behavior,
            resumes_at: given.pause_collection.resumes_at ?? null,
          };
  changeEnd(world, one, given);
}

function changeEnd(world: World, one: Stripe.Subscription, given: Given): void {
  const { current_period_end: end } = firstItem(one);
  if (given.cancel_at_period_end !== undefined) {
    const isNew = given.cancel_at_period_end && !one.cancel_at_period_end;
    one.cancel_at_period_end = given.cancel_at_period_end;
    // A day of its own stays.
    if (given.cancel_at_period_end) one.cancel_at = end;
    else if (one.cancel_at === end) one.cancel_at = null;
    setReason(one, given.cancel_at_period_end, isNew ? world.now() : one.canceled_at);
  }
  if (given.cancel_at === undefined) return;
  one.cancel_at = typeof given.cancel_at === 'string' ? end : given.cancel_at;
  setReason(one, one.cancel_at !== null, world.now());
}

function setReason(one: Stripe.Subscription, ends: boolean, at: number | null): void {
  one.canceled_at = ends ? at : null;
  const known = one.cancellation_details;
  one.cancellation_details = {
    comment: ends ? (known?.comment ?? null) : null,
    feedback: ends ? (known?.feedback ?? null) : null,
    feedback_option: null,
    reason: ends ? 'cancellation_requested' : null,
  };
}

function noteEnds(world: World, subscription: Stripe.Subscription, given: Given): void {
  const { cancel_at: at } = subscription;
  if (given.cancel_at !== undefined && at !== null && !subscription.cancel_at_period_end)
    world.due.add({ at, kind: 'cancel-subscription', id: subscription.id });
  if (given.trial_end === undefined || subscription.status !== 'trialing') return;
  const end = given.trial_end === 'now' ? world.now() : given.trial_end;
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.trial_end = end;
    one.billing_cycle_anchor = end;
    for (const item of one.items.data) item.current_period_end = end;
  });
  noteRenewal(world, subscription);
}

function cardFor(world: World, { customer }: Stripe.Subscription, id: string): string | null {
  if (id === '') return null;
  const method = must(world.tables.paymentMethods, 'payment_method', id, 'default_payment_method');
  if (idOf(method.customer) !== idOf(customer))
    throw invalid(`The customer does not have a payment method with the ID ${id}.`, {
      code: 'resource_missing',
      param: 'default_payment_method',
    });
  return id;
}

function discountFor(
  world: World,
  subscription: Stripe.Subscription,
  given: z.output<typeof discount>,
): string[] {
  if (given.discount !== undefined) return [given.discount];
  const coupon = couponOf(world, given);
  if (coupon === null)
    throw invalid(`No such coupon: '${given.coupon ?? given.promotion_code ?? ''}'`, {
      code: 'resource_missing',
      param: 'discounts',
    });
  const owner = { customer: idOf(subscription.customer), subscription: subscription.id, session: null };
  return [makeDiscount(world, coupon, { ...owner, promotionCode: given.promotion_code ?? null }).id];
}
