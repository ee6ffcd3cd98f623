import type { Stripe } from 'stripe';
import { day } from '../core/calendar.ts';
import { change, emit, idOf, type World } from '../core/world.ts';
import { makeCharge } from '../objects/charge.ts';
import { accounts, cards, isAccount } from '../objects/payment-method.ts';

/** Processing: a bank is asked, and answers by the clock. */
export type Outcome = 'succeeded' | 'failed' | 'needs-confirmation' | 'processing';

interface Failure {
  code: string;
  decline: string;
  message: string;
}

const declined: Failure = {
  code: 'card_declined',
  decline: 'generic_decline',
  message: 'Your card was declined.',
};
const noFunds: Failure = {
  code: 'card_declined',
  decline: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
};

const refusedDebit: Failure = {
  code: 'payment_intent_payment_attempt_failed',
  decline: 'insufficient_funds',
  message: 'The bank has refused the debit.',
};

/**
 * Tries to take a payment's money from a card.
 * @param confirmed whether the patron has just confirmed to their bank
 */
export function tryPayment(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  confirmed: boolean,
): Outcome {
  intent.payment_method = method.id;
  if (isAccount(world.hidden.cards.get(method.id) ?? '')) return askForDebit(world, intent);
  const fate = decide(world, intent, method, confirmed);
  if (confirmed) world.hidden.confirmedCards.add(method.id);
  if (fate === 'needs-confirmation') return askBank(world, intent);
  const charge = makeCharge(world, intent, method, fate);
  intent.latest_charge = charge.id;
  return fate === null ? succeed(world, intent, charge) : fail(world, intent, method, charge, fate);
}

function decide(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  confirmed: boolean,
): Failure | 'needs-confirmation' | null {
  const { cards: numbers, confirmedCards, nextPayment } = world.hidden;
  const customer = idOf(intent.customer) ?? '';
  const ordered = nextPayment.get(customer);
  if (ordered !== undefined && !confirmed) {
    nextPayment.delete(customer);
    return ordered === 'declines' ? declined : 'needs-confirmation';
  }
  const number = numbers.get(method.id);
  if (number === cards.declines || number === cards['fails-when-charged']) return declined;
  if (number === cards['insufficient-funds']) return noFunds;
  if (number === cards['fails-on-renewal'] && hasPaid(world, customer, method)) return declined;
  if (number === cards['needs-confirmation-always'] && !confirmed) return 'needs-confirmation';
  if (number === cards['needs-confirmation'] && !confirmed && !confirmedCards.has(method.id))
    return 'needs-confirmation';
  return null;
}

function hasPaid(world: World, customer: string, method: Stripe.PaymentMethod): boolean {
  return world.tables.charges
    .of('customer', customer)
    .some(({ payment_method, paid }) => paid && payment_method === method.id);
}

function succeed(world: World, intent: Stripe.PaymentIntent, charge: Stripe.Charge): Outcome {
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  intent.next_action = null;
  emit(world, 'charge.succeeded', charge);
  emit(world, 'payment_intent.succeeded', intent);
  return 'succeeded';
}

function fail(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  charge: Stripe.Charge,
  { code, decline, message }: Failure,
): Outcome {
  intent.status = 'requires_payment_method';
  intent.next_action = null;
  intent.last_payment_error = {
    type: 'card_error',
    charge: charge.id,
    code: code as 'card_declined',
    decline_code: decline,
    message,
    payment_method: method,
  };
  intent.payment_method = null;
  emit(world, 'charge.failed', charge);
  emit(world, 'payment_intent.payment_failed', intent);
  return 'failed';
}

function askBank(world: World, intent: Stripe.PaymentIntent): Outcome {
  intent.status = 'requires_action';
  intent.next_action = {
    type: 'use_stripe_sdk',
    use_stripe_sdk: {},
  };
  emit(world, 'payment_intent.requires_action', intent);
  return 'needs-confirmation';
}

const debitDays = 3;

function askForDebit(world: World, intent: Stripe.PaymentIntent): Outcome {
  change(world, 'payment_intent.processing', intent, (one) => {
    one.status = 'processing';
  });
  world.due.add({ at: world.now() + debitDays * day, kind: 'settle-debit', id: intent.id });
  return 'processing';
}

/** The bank has answered a debit; null: nobody waits for it any more. */
export function answerDebit(world: World, intent: Stripe.PaymentIntent): Outcome | null {
  const method = world.tables.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (intent.status !== 'processing' || method === null) return null;
  const failure = world.hidden.cards.get(method.id) === accounts['fails-later'] ? refusedDebit : null;
  const charge = makeCharge(world, intent, method, failure);
  intent.latest_charge = charge.id;
  return failure === null ? succeed(world, intent, charge) : fail(world, intent, method, charge, failure);
}

/** The card that a payment of a customer is taken from, if there is one. */
export function cardOf(
  world: World,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription | null,
): Stripe.PaymentMethod | null {
  const id =
    idOf(subscription?.default_payment_method) ?? idOf(customer.invoice_settings.default_payment_method);
  return id === null ? null : world.tables.paymentMethods.get(id);
}

/** Takes back a payment that is not needed any more. */
export function cancelPayment(world: World, intent: Stripe.PaymentIntent): void {
  if (intent.status === 'succeeded' || intent.status === 'canceled') return;
  change(world, 'payment_intent.canceled', intent, (one) => {
    one.status = 'canceled';
    one.canceled_at = world.now();
    one.next_action = null;
  });
}
