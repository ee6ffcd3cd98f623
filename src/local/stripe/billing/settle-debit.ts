import type { Stripe } from 'stripe';
import { emit, idOf, type World } from '../core/world.ts';
import { markPaid, noteFailure, subscriptionOf } from './collect.ts';
import { answerDebit } from './pay.ts';
import { expireIncomplete } from './subscribe.ts';

/** The bank has answered a debit: what depends on it goes on, and its page of Checkout hears of it. */
export function settleDebit(world: World, intent: Stripe.PaymentIntent): void {
  const outcome = answerDebit(world, intent);
  if (outcome === null) return;
  const subscription = settleInvoice(world, intent, outcome === 'succeeded');
  const { sessions } = world.tables;
  const [session] =
    subscription === null
      ? sessions.of('payment_intent', intent.id)
      : sessions.of('subscription', subscription.id);
  if (session?.status !== 'complete' || session.payment_status !== 'unpaid') return;
  if (outcome === 'succeeded') session.payment_status = 'paid';
  emit(world, `checkout.session.async_payment_${outcome === 'succeeded' ? 'succeeded' : 'failed'}`, session);
}

function settleInvoice(
  world: World,
  intent: Stripe.PaymentIntent,
  isPaid: boolean,
): Stripe.Subscription | null {
  const [payment] = world.tables.invoicePayments.of('payment_intent', intent.id);
  const invoice = world.tables.invoices.get(idOf(payment?.invoice) ?? '');
  if (invoice === null) return null;
  const subscription = subscriptionOf(world, invoice);
  if (isPaid) markPaid(world, invoice, subscription);
  else {
    noteFailure(world, invoice, subscription, 'failed', { scheduled: true });
    // Its day is over: nobody can pay it now.
    if (subscription !== null) expireIncomplete(world, subscription);
  }
  return subscription;
}
