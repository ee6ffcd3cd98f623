import { z } from 'zod';
import type { Stripe } from 'stripe';
import { endSubscription } from '../billing/end.ts';
import { subscribe } from '../billing/subscribe.ts';
import { ApiError, invalid } from '../core/api-error.ts';
import { day } from '../core/calendar.ts';
import { type Call, list, must, type Routes, same } from '../core/call.ts';
import {
  bool,
  created,
  emptyable,
  expandOnly,
  expandShape,
  inRange,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import { idOf } from '../core/world.ts';
import { firstItem } from '../objects/subscription.ts';
import { cardOf } from '../billing/pay.ts';
import { bill, finalize, paymentOf } from '../billing/invoice.ts';
import { collect } from '../billing/collect.ts';
import { addWaiting, unusedTime } from '../billing/update.ts';
import { priceFor, priceShape } from './prices.ts';

export const discount = z.strictObject({
  coupon: text.optional(),
  promotion_code: text.optional(),
  discount: text.optional(),
});
export const details = z.strictObject({
  comment: emptyable(text).optional(),
  feedback: emptyable(text).optional(),
});
export const behaviours = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const;
const createShape = z.strictObject({
  ...expandShape,
  customer: text,
  items: z
    .array(z.strictObject({ ...priceShape, quantity: int.optional(), metadata: metadata.optional() }))
    .min(1)
    .max(20),
  metadata: metadata.optional(),
  description: text.optional(),
  default_payment_method: text.optional(),
  discounts: emptyable(z.array(discount)).optional(),
  cancel_at_period_end: bool.optional(),
  trial_period_days: int.optional(),
  trial_end: z.union([z.literal('now'), int]).optional(),
  billing_mode: z.strictObject({ type: z.enum(['classic', 'flexible']), flexible: unheeded }).optional(),
  payment_behavior: z.enum(behaviours).optional(),
  payment_settings: unheeded,
  collection_method: unheeded,
  off_session: unheeded,
  proration_behavior: unheeded,
});

/** `/v1/subscriptions` */
export const subscriptions: Routes = {
  'POST /v1/subscriptions': create,
  'GET /v1/subscriptions': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        customer: text.optional(),
        price: text.optional(),
        status: text.optional(),
        created,
        current_period_start: created,
        current_period_end: created,
        collection_method: unheeded,
      }),
      input,
    );
    const fits = (one: Stripe.Subscription): boolean => {
      const item = firstItem(one);
      return (
        hasStatus(one, query.status) &&
        same(item.price.id, query.price) &&
        inRange(one.created, query.created) &&
        inRange(item.current_period_start, query.current_period_start) &&
        inRange(item.current_period_end, query.current_period_end)
      );
    };
    const { customer } = query;
    return list('/v1/subscriptions', world.tables.subscriptions, 'subscription', query, fits, { customer });
  },
  'GET /v1/subscriptions/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.subscriptions, 'subscription', id);
  },
  'DELETE /v1/subscriptions/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        cancellation_details: details.optional(),
        invoice_now: bool.optional(),
        prorate: bool.optional(),
      }),
      input,
    );
    const subscription = must(world.tables.subscriptions, 'subscription', id);
    if (subscription.ended_at !== null)
      throw invalid(`No such subscription: '${subscription.id}'`, { code: 'resource_missing', param: 'id' });
    noteReason(subscription, given.cancellation_details);
    if (given.prorate === true && subscription.status !== 'trialing')
      addWaiting(
        world,
        subscription,
        subscription.items.data.flatMap((item) => unusedTime(item, world.now())),
      );
    endSubscription(world, subscription, 'cancellation_requested');
    if (given.invoice_now === true) {
      const invoice = bill(world, subscription, 'subscription_update', []);
      finalize(world, invoice);
      collect(world, invoice, { isCondition: true });
    }
    return subscription;
  },
};

function hasStatus({ status }: Stripe.Subscription, wanted: string | undefined): boolean {
  if (wanted === undefined) return status !== 'canceled' && status !== 'incomplete_expired';
  if (wanted === 'all') return true;
  if (wanted === 'ended') return status === 'canceled' || status === 'incomplete_expired';
  return status === wanted;
}

/** What was said about the reason of a cancellation. */
export function noteReason(
  subscription: Stripe.Subscription,
  given: z.output<typeof details> | undefined,
): void {
  const known = subscription.cancellation_details;
  subscription.cancellation_details = {
    comment: given?.comment === undefined ? (known?.comment ?? null) : given.comment,
    feedback: given?.feedback === undefined ? (known?.feedback ?? null) : given.feedback,
    feedback_option: null,
    reason: known?.reason ?? null,
  };
}

function create({ world, input }: Call): Stripe.Subscription {
  const given = read(createShape, input);
  const customer = must(world.tables.customers, 'customer', given.customer, 'customer');
  const items = given.items.map((item, index) => ({
    price: priceFor(world, item, `items[${index}]`),
    quantity: item.quantity ?? 1,
    metadata: mergeMetadata({}, item.metadata),
  }));
  if (items.some(({ price }) => price.recurring === null))
    throw invalid(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    );
  const named = given.default_payment_method;
  const method =
    named === undefined
      ? null
      : must(world.tables.paymentMethods, 'payment_method', named, 'default_payment_method');
  if (method !== null && idOf(method.customer) !== customer.id)
    throw invalid('The customer does not have a payment method with the ID ' + method.id + '.', {
      code: 'resource_missing',
      param: 'default_payment_method',
    });
  const behaviour = given.payment_behavior ?? 'allow_incomplete';
  if (
    behaviour === 'allow_incomplete' &&
    method === null &&
    cardOf(world, customer, null) === null &&
    trialOf(given, world.now()) === null
  )
    throw invalid('This customer has no attached payment source or default payment method.', {
      code: 'resource_missing',
    });
  const { subscription, outcome } = subscribe(world, {
    customer,
    items,
    metadata: mergeMetadata({}, given.metadata),
    description: given.description ?? null,
    method,
    discounts: given.discounts ?? [],
    session: null,
    trialEnd: trialOf(given, world.now()),
    flexible: given.billing_mode?.type !== 'classic',
    cancelAtPeriodEnd: given.cancel_at_period_end ?? false,
    pay: behaviour === 'default_incomplete' ? 'later' : 'now',
  });
  if (behaviour === 'error_if_incomplete' && outcome !== 'succeeded') {
    endSubscription(world, subscription, 'payment_failed');
    throw declined(
      paymentOf(world, must(world.tables.invoices, 'invoice', idOf(subscription.latest_invoice) ?? '')),
    );
  }
  return subscription;
}

function trialOf(given: z.output<typeof createShape>, now: number): number | null {
  if (typeof given.trial_end === 'number') return given.trial_end;
  return given.trial_period_days ? now + given.trial_period_days * day : null;
}

/** The error of a payment that was needed at once. */
export function declined(intent: Stripe.PaymentIntent | null): ApiError {
  const error = intent?.last_payment_error;
  const needsAction = intent?.status === 'requires_action';
  return new ApiError(402, 'card_error', error?.message ?? 'Your card was declined.', {
    code: needsAction ? 'subscription_payment_intent_requires_action' : 'card_declined',
    ...(error?.decline_code === undefined ? {} : { decline_code: error.decline_code }),
    ...(intent === null ? {} : { payment_intent: intent }),
  });
}
