import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { nextStripeRead } from '../queries/payments.ts';
import { idOf } from './ours.ts';
import { orMissing, requireStripe } from './reading.ts';

/** A payment as it was fetched, with all that was given back or is disputed of it. */
export interface PaymentRead {
  /** Taken before it was fetched. */
  read: number;
  intent: Stripe.PaymentIntent;
  charge: Stripe.Charge | null;
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  /** What it paid; null: it was no invoice's. */
  invoice: PaidInvoice | null;
}

export interface PaidInvoice {
  id: string;
  subscriptionId: string | null;
  paidAt: number | null;
}

/**
 * Fetches a payment by its intent, with its refunds and disputes; null: there is none.
 * @param paid what it paid, where that has been fetched: once paid, that does not change
 */
export async function fetchPayment(
  services: Services,
  intentId: string,
  paid?: PaidInvoice,
): Promise<PaymentRead | null> {
  const stripe = requireStripe(services);
  const read = await nextStripeRead(services.db);
  const intent = await orMissing(stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }));
  if (intent === null) return null;
  const of = { payment_intent: intentId, limit: 100 };
  const [refunds, disputes, invoice] = await Promise.all([
    stripe.refunds.list(of).autoPagingToArray({ limit: 1000 }),
    stripe.disputes.list(of).autoPagingToArray({ limit: 100 }),
    paid ?? fetchPaidInvoice(stripe, intentId),
  ]);
  const { latest_charge: latest } = intent;
  const charge = typeof latest === 'string' ? await stripe.charges.retrieve(latest) : latest;
  return { read, intent, charge, refunds, disputes, invoice };
}

async function fetchPaidInvoice(stripe: Stripe, intentId: string): Promise<PaidInvoice | null> {
  const { data } = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intentId },
    expand: ['data.invoice'],
    limit: 1,
  });
  const [payment] = data;
  const { invoice } = payment ?? {};
  if (payment === undefined || invoice === undefined) return null;
  const whole = typeof invoice === 'string' ? await stripe.invoices.retrieve(invoice) : invoice;
  if (whole.deleted) return null;
  return paidInvoice(payment, whole);
}

/** What of an invoice and its payment is kept. */
export function paidInvoice(payment: Stripe.InvoicePayment, invoice: Stripe.Invoice): PaidInvoice {
  return {
    id: invoice.id,
    subscriptionId: idOf(invoice.parent?.subscription_details?.subscription),
    paidAt: payment.status_transitions.paid_at,
  };
}
