import type { Stripe } from 'stripe';
import { invalid } from '../core/api-error.ts';
import { day } from '../core/calendar.ts';
import { emit, idOf, type SessionPlan, type World } from '../core/world.ts';
import { makeCustomer } from '../objects/customer.ts';
import { makePaymentIntent } from '../objects/payment-intent.ts';
import { isAccount, makeAccount, makeCard } from '../objects/payment-method.ts';
import { detailsOf } from '../objects/session.ts';
import { amountOff, couponOf, findCode, makeDiscount } from './discount.ts';
import { cancelPayment, type Outcome, tryPayment } from './pay.ts';
import { subscribe } from './subscribe.ts';

/** What somebody fills in at Checkout. */
export interface Filled {
  email: string;
  card: string;
  name: string;
}

export function planOf(world: World, session: Stripe.Checkout.Session): SessionPlan {
  const plan = world.hidden.plans.get(session.id);
  if (plan === undefined) throw invalid(`No such checkout session: '${session.id}'`);
  return plan;
}

/**
 * Takes a promotion code that was typed at Checkout.
 * @throws ApiError where it is none, or cannot be used for this.
 */
export function useCode(world: World, session: Stripe.Checkout.Session, typed: string): void {
  const { items } = planOf(world, session);
  const products = items.map(({ price }) => idOf(price?.product) ?? '');
  const purchase = { amount: session.amount_subtotal ?? 0, currency: session.currency ?? '', products };
  const code = session.allow_promotion_codes ? findCode(world, typed, purchase) : null;
  if (code === null) throw invalid(`This code is invalid: ${typed}`, { code: 'coupon_expired' });
  const coupon = couponOf(world, { promotion_code: code.id });
  session.discounts = [{ coupon: coupon?.id ?? null, promotion_code: code.id }];
  const off = coupon === null ? 0 : amountOff(coupon, purchase.amount);
  session.amount_total = purchase.amount - off;
  session.total_details = { amount_discount: off, amount_shipping: 0, amount_tax: 0 };
}

/**
 * Somebody pressed "pay" at Checkout; where their bank wants a confirmation nothing has happened yet.
 * @param confirmed whether their bank has been told that it is them
 */
export function payAtCheckout(
  world: World,
  session: Stripe.Checkout.Session,
  filled: Filled,
  confirmed: boolean,
): Outcome {
  if (session.status !== 'open') throw invalid('This page can be paid at once only, and that has happened.');
  const before = idOf(session.customer);
  const wantsCustomer = session.mode === 'subscription' || session.customer_creation === 'always';
  const known = before === null ? null : world.tables.customers.get(before);
  const customer =
    known ?? (wantsCustomer ? makeCustomer(world, { email: filled.email, name: filled.name || null }) : null);
  const make = isAccount(filled.card) ? makeAccount : makeCard;
  const method = make(world, {
    number: filled.card,
    customer: customer?.id ?? null,
    email: filled.email,
    name: filled.name || null,
  });
  const pay = session.mode === 'subscription' && customer !== null ? beginSubscription : payOnce;
  const outcome = pay(world, session, customer, method, confirmed);
  if (!isDone(outcome)) return outcome;
  if (customer !== null) keepCard(world, customer, method, known === null);
  complete(world, session, customer, filled, outcome);
  return outcome;
}

/** Nothing more is to be done at its page. */
function isDone(outcome: Outcome): boolean {
  return outcome === 'succeeded' || outcome === 'processing';
}

type Pay = (
  world: World,
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer | null,
  method: Stripe.PaymentMethod,
  confirmed: boolean,
) => Outcome;

const payOnce: Pay = (world, session, customer, method, confirmed) => {
  const plan = planOf(world, session);
  if ((session.amount_total ?? 0) === 0) return 'succeeded';
  const intent = makePaymentIntent(world, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'eur',
    customer: customer?.id ?? null,
    metadata: plan.paymentMetadata,
    description: plan.description,
    email: method.billing_details.email,
    setupFutureUsage: plan.setupFutureUsage,
  });
  emit(world, 'payment_intent.created', intent);
  const outcome = tryPayment(world, intent, method, confirmed);
  if (isDone(outcome)) session.payment_intent = intent.id;
  else cancelPayment(world, intent);
  return outcome;
};

const beginSubscription: Pay = (world, session, customer, method, confirmed) => {
  if (customer === null) return 'failed';
  const plan = planOf(world, session);
  const begun = subscribe(world, {
    customer,
    items: plan.items.flatMap(({ price, quantity }) =>
      price === null ? [] : [{ price, quantity: quantity ?? 1 }],
    ),
    metadata: plan.subscriptionMetadata,
    description: plan.description,
    method,
    discounts: (session.discounts ?? []).map(({ coupon, promotion_code: code }) =>
      code === null ? { coupon: idOf(coupon) ?? undefined } : { promotion_code: idOf(code) ?? undefined },
    ),
    session: session.id,
    trialEnd: plan.trialEnd ?? (plan.trialDays > 0 ? world.now() + plan.trialDays * day : null),
    flexible: true,
    cancelAtPeriodEnd: false,
    pay: confirmed ? 'confirmed' : 'now',
  });
  const { subscription } = begun;
  const outcome = begun.outcome === 'waits' ? 'failed' : begun.outcome;
  if (isDone(outcome))
    Object.assign(session, { subscription: subscription.id, invoice: subscription.latest_invoice });
  return outcome;
};

function keepCard(
  world: World,
  customer: Stripe.Customer,
  method: Stripe.PaymentMethod,
  isNew: boolean,
): void {
  customer.invoice_settings.default_payment_method ??= method.id;
  world.tables.customers.put(customer);
  if (isNew) emit(world, 'customer.created', customer);
  emit(world, 'payment_method.attached', method);
}

function complete(
  world: World,
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer | null,
  { email, name }: Filled,
  outcome: Outcome,
): void {
  const paid = outcome === 'processing' ? 'unpaid' : 'paid';
  session.status = 'complete';
  session.payment_status = session.amount_total === 0 ? 'no_payment_required' : paid;
  session.customer = customer?.id ?? null;
  session.customer_details = detailsOf(email, name || null);
  session.url = null;
  if (session.mode === 'payment') noteDiscount(world, session);
  world.tables.sessions.put(session);
  emit(world, 'checkout.session.completed', session);
}

/** A code that was used for one payment counts as used; a subscription's discount has been counted with it. */
function noteDiscount(world: World, session: Stripe.Checkout.Session): void {
  for (const { coupon, promotion_code: code } of session.discounts ?? []) {
    const found = couponOf(world, {
      coupon: idOf(coupon) ?? undefined,
      promotion_code: idOf(code) ?? undefined,
    });
    if (found === null) continue;
    const owner = { customer: idOf(session.customer), subscription: null, session: session.id };
    makeDiscount(world, found, { ...owner, promotionCode: idOf(code) });
  }
}

/** Address of the page that a payment leads to. */
export function successUrl(session: Stripe.Checkout.Session): string | null {
  return session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null;
}
