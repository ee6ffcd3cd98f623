import type { Stripe } from 'stripe';
import { change, emit, idOf, type World } from '../core/world.ts';
import { type InvoiceDraft, makeInvoice, makeLine } from '../objects/invoice.ts';
import { makeInvoicePayment } from '../objects/invoice-payment.ts';
import { makePaymentIntent } from '../objects/payment-intent.ts';
import { customerOf, firstItem } from '../objects/subscription.ts';
import { applyDiscounts, discountsNow, dropUsedDiscounts } from './discount.ts';
import { cancelPayment } from './pay.ts';

/** The lines of one period of a subscription. */
export function periodLines(subscription: Stripe.Subscription): Stripe.InvoiceLineItem[] {
  return subscription.items.data.map((item) =>
    makeLine({
      amount: (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
      currency: item.price.currency,
      description: `${item.quantity ?? 1} × ${String(idOf(item.price.product))}`,
      subscription: subscription.id,
      item: item.id,
      price: item.price,
      quantity: item.quantity ?? 1,
      start: item.current_period_start,
      end: item.current_period_end,
      proration: false,
      metadata: { ...subscription.metadata },
    }),
  );
}

/** What waits for a subscription's next invoice, as lines. */
export function waitingLines(world: World, subscription: Stripe.Subscription): Stripe.InvoiceLineItem[] {
  return (world.hidden.waitingLines.get(subscription.id) ?? []).flatMap((waiting) => {
    const price = world.tables.prices.get(waiting.price);
    if (price === null) return [];
    const { amount, description, item, start, end } = waiting;
    return [
      makeLine({
        amount,
        currency: price.currency,
        description,
        subscription: subscription.id,
        item,
        price,
        quantity: 1,
        start,
        end,
        proration: true,
        metadata: { ...subscription.metadata },
      }),
    ];
  });
}

/** What an invoice of a subscription would be; it changes nothing. */
export function draftFor(
  world: World,
  subscription: Stripe.Subscription,
  reason: Stripe.Invoice.BillingReason,
  lines: Stripe.InvoiceLineItem[],
): InvoiceDraft {
  const discountIds = discountsNow(world, subscription);
  applyDiscounts(world, lines, discountIds);
  const item = firstItem(subscription);
  const isCycle = reason === 'subscription_cycle';
  return {
    customer: customerOf(world, subscription),
    subscription,
    reason,
    currency: subscription.currency,
    lines,
    discountIds,
    periodStart: isCycle ? item.current_period_start : world.now(),
    periodEnd: isCycle ? item.current_period_start : world.now(),
  };
}

/** Bills a subscription: a draft with the given lines and all that waits. */
export function bill(
  world: World,
  subscription: Stripe.Subscription,
  reason: Stripe.Invoice.BillingReason,
  lines: Stripe.InvoiceLineItem[],
): Stripe.Invoice {
  const all = [...waitingLines(world, subscription), ...lines];
  const invoice = world.tables.invoices.put(makeInvoice(world, draftFor(world, subscription, reason, all)));
  world.hidden.waitingLines.delete(subscription.id);
  dropUsedDiscounts(world, subscription);
  subscription.latest_invoice = invoice.id;
  emit(world, 'invoice.created', invoice);
  return invoice;
}

/** A draft becomes due: it gets its number, takes from the customer's credit, and a payment is made ready. */
export function finalize(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'draft') return;
  const customer = customerOf(world, invoice);
  const due = settleWithBalance(world, invoice, customer);
  const { next } = world.hidden.invoiceNumbers;
  world.hidden.invoiceNumbers.next += 1;
  invoice.number = `${customer.invoice_prefix ?? 'SANDBOX'}-${String(next).padStart(4, '0')}`;
  invoice.status = 'open';
  invoice.effective_at = world.now();
  invoice.automatically_finalizes_at = null;
  invoice.status_transitions.finalized_at = world.now();
  invoice.hosted_invoice_url = `${world.origin()}/i/${invoice.id}`;
  invoice.invoice_pdf = `${world.origin()}/i/${invoice.id}/pdf`;
  if (due > 0) preparePayment(world, invoice, customer);
  emit(world, 'invoice.finalized', invoice);
}

function settleWithBalance(world: World, invoice: Stripe.Invoice, customer: Stripe.Customer): number {
  const before = customer.balance;
  const due = Math.max(0, invoice.total + before);
  const balance = due > 0 ? 0 : invoice.total + before;
  if (balance !== before)
    change(world, 'customer.updated', customer, (one) => {
      one.balance = balance;
    });
  Object.assign(invoice, {
    starting_balance: before,
    ending_balance: balance,
    amount_due: due,
    amount_remaining: due,
  });
  return due;
}

function preparePayment(world: World, invoice: Stripe.Invoice, customer: Stripe.Customer): void {
  const intent = makePaymentIntent(world, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: customer.id,
    metadata: {},
    description: 'Subscription update',
    email: customer.email,
    setupFutureUsage: invoice.billing_reason === 'subscription_create' ? 'off_session' : null,
  });
  intent.description =
    invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : intent.description;
  makeInvoicePayment(world, invoice, intent);
  emit(world, 'payment_intent.created', intent);
}

/** The payment that is to settle an invoice, if it needs one. */
export function paymentOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent | null {
  const [payment] = world.tables.invoicePayments.of('invoice', invoice.id);
  const id = idOf(payment?.payment.payment_intent);
  return id === null ? null : world.tables.paymentIntents.get(id);
}

/** Nobody is to pay this any more. */
export function voidInvoice(world: World, invoice: Stripe.Invoice): void {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') return;
  const intent = paymentOf(world, invoice);
  if (intent !== null) cancelPayment(world, intent);
  change(world, 'invoice.voided', invoice, (one) => {
    one.status = 'void';
    one.status_transitions.voided_at = world.now();
    one.next_payment_attempt = null;
  });
}
