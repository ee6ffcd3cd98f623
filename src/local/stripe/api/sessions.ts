import { z } from 'zod';
import type { Stripe } from 'stripe';
import { amountOff, couponOf } from '../billing/discount.ts';
import { planOf } from '../billing/checkout.ts';
import { invalid } from '../core/api-error.ts';
import { day, hour } from '../core/calendar.ts';
import { type Call, list, must, type Routes, same } from '../core/call.ts';
import {
  bool,
  created,
  currency,
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
import { emit, type World } from '../core/world.ts';
import { makeLineItem, makeSession } from '../objects/session.ts';
import { priceFor, priceShape } from './prices.ts';

const line = z.strictObject({
  ...priceShape,
  quantity: int.optional(),
  metadata: metadata.optional(),
  adjustable_quantity: unheeded,
  tax_rates: unheeded,
});
const discount = z.strictObject({ coupon: text.optional(), promotion_code: text.optional() });
const subscriptionData = z.strictObject({
  metadata: metadata.optional(),
  description: text.optional(),
  trial_period_days: int.optional(),
  trial_end: int.optional(),
  billing_mode: unheeded,
  trial_settings: unheeded,
  invoice_settings: unheeded,
  proration_behavior: unheeded,
});
const paymentData = z.strictObject({
  metadata: metadata.optional(),
  description: text.optional(),
  receipt_email: text.optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  statement_descriptor: unheeded,
  statement_descriptor_suffix: unheeded,
  capture_method: unheeded,
});
const httpUrl = z.url({ protocol: /^https?$/, error: 'Not a valid URL' });
const createShape = z.strictObject({
  ...expandShape,
  mode: z.enum(['payment', 'subscription'], { error: 'must be one of payment, or subscription' }),
  line_items: z.array(line).min(1),
  ui_mode: z.enum(['hosted_page'], { error: 'must be hosted_page: the sandbox has no other' }).optional(),
  success_url: httpUrl,
  cancel_url: httpUrl.optional(),
  customer: text.optional(),
  customer_email: z.email({ error: 'Invalid email address' }).optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  client_reference_id: text.max(200).optional(),
  metadata: metadata.optional(),
  subscription_data: subscriptionData.optional(),
  payment_intent_data: paymentData.optional(),
  allow_promotion_codes: bool.optional(),
  discounts: z.array(discount).max(1).optional(),
  expires_at: int.optional(),
  currency: currency.optional(),
  locale: text.optional(),
  submit_type: text.optional(),
  payment_method_collection: z.enum(['always', 'if_required']).optional(),
  allowed_payment_method_types: unheeded,
  automatic_tax: unheeded,
  billing_address_collection: unheeded,
  branding_settings: unheeded,
  adaptive_pricing: unheeded,
  consent_collection: unheeded,
  custom_text: unheeded,
  customer_update: unheeded,
  invoice_creation: unheeded,
  name_collection: unheeded,
  origin_context: unheeded,
  payment_method_options: unheeded,
  phone_number_collection: unheeded,
  saved_payment_method_options: unheeded,
  tax_id_collection: unheeded,
});
type Given = z.output<typeof createShape>;

/** `/v1/checkout/sessions` */
export const sessions: Routes = {
  'POST /v1/checkout/sessions': create,
  'GET /v1/checkout/sessions': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        created,
        customer: text.optional(),
        customer_details: z.strictObject({ email: text }).optional(),
        payment_intent: text.optional(),
        payment_link: unheeded,
        status: text.optional(),
        subscription: text.optional(),
      }),
      input,
    );
    const { customer, payment_intent, subscription, customer_details: details } = query;
    const fits = (one: Stripe.Checkout.Session): boolean =>
      same<string | null>(one.status, query.status) &&
      same(one.customer_details?.email ?? undefined, details?.email) &&
      inRange(one.created, query.created);
    const belonging = { customer, payment_intent, subscription };
    return list('/v1/checkout/sessions', world.tables.sessions, 'checkout.session', query, fits, belonging);
  },
  'GET /v1/checkout/sessions/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.sessions, 'checkout.session', id);
  },
  'POST /v1/checkout/sessions/:id': ({ world, ids: [id], input }) => {
    const given = read(z.strictObject({ ...expandShape, metadata: metadata.optional() }), input);
    const session = must(world.tables.sessions, 'checkout.session', id);
    session.metadata = mergeMetadata(session.metadata ?? {}, given.metadata);
    return session;
  },
  'POST /v1/checkout/sessions/:id/expire': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    const session = must(world.tables.sessions, 'checkout.session', id);
    if (session.status !== 'open')
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${String(session.status)}\`.`,
      );
    session.status = 'expired';
    session.url = null;
    emit(world, 'checkout.session.expired', session);
    return session;
  },
  'GET /v1/checkout/sessions/:id/line_items': ({ world, ids: [id], input }) => {
    read(z.strictObject(pageShape), input);
    const session = must(world.tables.sessions, 'checkout.session', id);
    const { items: data } = planOf(world, session);
    return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${session.id}/line_items` };
  },
};

function create({ world, input }: Call): Stripe.Checkout.Session {
  const given = read(createShape, input);
  refuseContradictions(given);
  const expiresAt = expiryOf(world, given.expires_at);
  const customer =
    given.customer === undefined
      ? null
      : must(world.tables.customers, 'customer', given.customer, 'customer');
  const items = given.line_items.map((one, index) => itemOf(world, given.mode, one, index));
  const subtotal = items.reduce((sum, { amount_subtotal }) => sum + amount_subtotal, 0);
  if (given.mode === 'payment' && subtotal < 50)
    throw invalid("The Checkout Session's total amount due must add up to at least €0.50 eur", {
      code: 'amount_too_small',
    });
  const discounts = discountsOf(world, given, subtotal);
  const session = makeSession(world, {
    mode: given.mode,
    items,
    customer: customer?.id ?? null,
    customerCreation:
      customer === null
        ? given.mode === 'subscription'
          ? 'always'
          : (given.customer_creation ?? 'if_required')
        : null,
    email: customer?.email ?? given.customer_email ?? null,
    successUrl: given.success_url,
    cancelUrl: given.cancel_url ?? null,
    reference: given.client_reference_id ?? null,
    metadata: mergeMetadata({}, given.metadata),
    expiresAt,
    allowCodes: given.allow_promotion_codes ?? false,
    ...discounts,
    locale: given.locale ?? null,
    submitType: given.submit_type ?? null,
    collectCard: given.payment_method_collection ?? (given.mode === 'payment' ? 'if_required' : 'always'),
  });
  world.hidden.plans.set(session.id, {
    items,
    subscriptionMetadata: mergeMetadata({}, given.subscription_data?.metadata),
    paymentMetadata: mergeMetadata({}, given.payment_intent_data?.metadata),
    description: given.subscription_data?.description ?? given.payment_intent_data?.description ?? null,
    trialDays: given.subscription_data?.trial_period_days ?? 0,
    trialEnd: given.subscription_data?.trial_end ?? null,
    setupFutureUsage: given.payment_intent_data?.setup_future_usage ?? null,
    pending: null,
  });
  world.due.add({ at: expiresAt, kind: 'expire-session', id: session.id });
  return session;
}

function refuseContradictions(given: Given): void {
  const exclusive = (one: keyof Given, other: keyof Given): void => {
    if (given[one] !== undefined && given[other] !== undefined)
      throw invalid(`You may only specify one of these parameters: ${one}, ${other}.`, {
        code: 'parameters_exclusive',
        param: one,
      });
  };
  exclusive('customer', 'customer_email');
  exclusive('customer', 'customer_creation');
  exclusive('allow_promotion_codes', 'discounts');
  const wrong =
    given.mode === 'payment'
      ? (['subscription_data'] as const)
      : (['payment_intent_data', 'customer_creation', 'submit_type'] as const);
  for (const name of wrong)
    if (given[name] !== undefined)
      throw invalid(`You can not pass \`${name}\` in \`${given.mode}\` mode.`, { param: name });
}

function expiryOf(world: World, given: number | undefined): number {
  const now = world.now();
  const at = given ?? now + day;
  // Clocks of two programs differ by a little.
  if (at < now + hour / 2 - 5 || at > now + day + 60)
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.',
      {
        param: 'expires_at',
      },
    );
  return at;
}

function itemOf(
  world: World,
  mode: Given['mode'],
  one: z.output<typeof line>,
  index: number,
): Stripe.LineItem {
  const param = `line_items[${index}]`;
  const price = priceFor(world, one, param);
  if (mode === 'payment' && price.recurring !== null)
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'mode' },
    );
  if (mode === 'subscription' && price.recurring === null)
    throw invalid('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'mode',
    });
  return makeLineItem(world, price, one.quantity ?? 1, mergeMetadata({}, one.metadata));
}

function discountsOf(
  world: World,
  given: Given,
  subtotal: number,
): { discounts: Stripe.Checkout.Session.Discount[]; off: number } {
  let off = 0;
  const discounts = (given.discounts ?? []).map((one, index) => {
    const coupon = couponOf(world, one);
    if (coupon === null)
      throw invalid(`No such coupon: '${one.coupon ?? one.promotion_code ?? ''}'`, {
        code: 'resource_missing',
        param: `discounts[${index}]`,
      });
    if (!coupon.valid)
      throw invalid(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: `discounts[${index}]` });
    off += amountOff(coupon, subtotal - off);
    return { coupon: coupon.id, promotion_code: one.promotion_code ?? null };
  });
  return { discounts, off };
}
