import type { Stripe } from 'stripe';
import { day } from '../core/calendar.ts';
import { change, emit, idOf, type World } from '../core/world.ts';
import { customerOf } from '../objects/subscription.ts';
import { endSubscription } from './end.ts';
import { paymentOf } from './invoice.ts';
import { cardOf, type Outcome, tryPayment } from './pay.ts';
import { applyPendingUpdate } from './pending-update.ts';

/** The subscription that an invoice is of. */
export function subscriptionOf(world: World, invoice: Stripe.Invoice): Stripe.Subscription | null {
  const id = idOf(invoice.parent?.subscription_details?.subscription);
  return id === null ? null : world.tables.subscriptions.get(id);
}

interface How {
  /** Another card than the one on file. */
  method?: Stripe.PaymentMethod | null;
  /** The patron has just confirmed to their bank. */
  confirmed?: boolean;
  /** A try by the calendar, after which the next one is noted. */
  scheduled?: boolean;
  /** A change depends on it: where it fails the subscription stays as it is. */
  isCondition?: boolean;
}

/** Tries to have an open invoice paid, and follows up what comes of it in its subscription. */
export function collect(world: World, invoice: Stripe.Invoice, how: How = {}): Outcome {
  const intent = paymentOf(world, invoice);
  const subscription = subscriptionOf(world, invoice);
  if (intent === null || invoice.amount_due === 0) {
    markPaid(world, invoice, subscription);
    return 'succeeded';
  }
  const method = how.method ?? cardOf(world, customerOf(world, invoice), subscription);
  const outcome = method === null ? 'failed' : tryPayment(world, intent, method, how.confirmed ?? false);
  invoice.attempted = true;
  invoice.attempt_count += 1;
  if (outcome === 'succeeded') markPaid(world, invoice, subscription);
  else if (outcome !== 'processing') noteFailure(world, invoice, subscription, outcome, how);
  return outcome;
}

/** An invoice is settled: its payment is noted, and its subscription lives on. */
export function markPaid(
  world: World,
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription | null,
): void {
  const now = world.now();
  const [payment] = world.tables.invoicePayments.of('invoice', invoice.id);
  Object.assign(invoice, {
    status: 'paid',
    attempted: true,
    auto_advance: false,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    next_payment_attempt: null,
  });
  invoice.status_transitions.paid_at = now;
  if (payment !== undefined) {
    Object.assign(payment, { status: 'paid', amount_paid: payment.amount_requested });
    payment.status_transitions.paid_at = now;
    emit(world, 'invoice_payment.paid', payment);
  }
  emit(world, 'invoice.paid', invoice);
  emit(world, 'invoice.payment_succeeded', invoice);
  if (subscription !== null) revive(world, invoice, subscription);
}

function revive(world: World, invoice: Stripe.Invoice, subscription: Stripe.Subscription): void {
  if (subscription.pending_update !== null && idOf(subscription.latest_invoice) === invoice.id)
    applyPendingUpdate(world, subscription);
  const waits = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status);
  const latest = world.tables.invoices.get(idOf(subscription.latest_invoice) ?? '');
  if (!waits || latest?.status !== 'paid') return;
  change(world, 'customer.subscription.updated', subscription, (one) => {
    one.status = 'active';
  });
}

export function noteFailure(
  world: World,
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription | null,
  outcome: Outcome,
  { scheduled = false, isCondition = false }: How,
): void {
  const isPending = subscription !== null && subscription.pending_update !== null;
  const isFirst = invoice.billing_reason === 'subscription_create' || isPending || isCondition;
  if (!isFirst && scheduled) noteNextTry(world, invoice);
  emit(world, 'invoice.payment_failed', invoice);
  if (outcome === 'needs-confirmation') emit(world, 'invoice.payment_action_required', invoice);
  if (subscription === null || isFirst) return;
  if (subscription.status === 'active' || subscription.status === 'trialing')
    change(world, 'customer.subscription.updated', subscription, (one) => {
      one.status = 'past_due';
    });
  if (scheduled && invoice.next_payment_attempt === null) giveUp(world, subscription);
}

/** The next try counts from the first: `retryDays` are days after it. */
function noteNextTry(world: World, invoice: Stripe.Invoice): void {
  const { retryDays } = world.settings;
  const triesBefore = invoice.attempt_count - 1;
  const first = world.now() - (retryDays[triesBefore - 1] ?? 0) * day;
  const next = retryDays[triesBefore];
  invoice.next_payment_attempt = next === undefined ? null : first + next * day;
  if (invoice.next_payment_attempt !== null)
    world.due.add({ at: invoice.next_payment_attempt, kind: 'try-again', id: invoice.id });
}

function giveUp(world: World, subscription: Stripe.Subscription): void {
  const { afterLastTry } = world.settings;
  if (afterLastTry === 'cancel') return endSubscription(world, subscription, 'payment_failed');
  if (afterLastTry === 'unpaid')
    change(world, 'customer.subscription.updated', subscription, (one) => {
      one.status = 'unpaid';
    });
}
