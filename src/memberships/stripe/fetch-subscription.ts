import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { selectOpenDunningsOf } from '../queries/dunnings.ts';
import { nextStripeRead } from '../queries/payments.ts';
import { idOf } from './ours.ts';
import { orMissing, requireStripe } from './reading.ts';

/** An invoice of which one must know whether it is paid. */
export interface InvoiceNow {
  invoice: Stripe.Invoice;
  /** The bank wants the patron to confirm. */
  needsAction: boolean;
}

/** A subscription as it was fetched, with the invoices that its membership hangs on. */
export interface SubscriptionRead {
  /** Taken before it was fetched: of two, the one with the greater number is not the older. */
  read: number;
  subscription: Stripe.Subscription;
  invoices: InvoiceNow[];
}

/** Fetches a subscription with its last invoice, and those of its failures that are open; null: there is none. */
export async function fetchSubscription(services: Services, id: string): Promise<SubscriptionRead | null> {
  const stripe = requireStripe(services);
  const read = await nextStripeRead(services.db);
  const subscription = await orMissing(stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] }));
  if (subscription === null) return null;
  const open = await selectOpenDunningsOf(services.db, id);
  return { read, subscription, invoices: await fetchInvoices(services, subscription, open) };
}

/** The invoices that say whether a subscription is paid: its last one, and those whose failure is open. */
export async function fetchInvoices(
  services: Services,
  { latest_invoice: latest }: Stripe.Subscription,
  open: Array<{ stripeInvoiceId: string }>,
): Promise<InvoiceNow[]> {
  const stripe = requireStripe(services);
  const others = open.map(({ stripeInvoiceId }) => stripeInvoiceId).filter((one) => one !== idOf(latest));
  const fetched = await Promise.all(others.map((one) => orMissing(stripe.invoices.retrieve(one))));
  const first = typeof latest === 'string' ? await orMissing(stripe.invoices.retrieve(latest)) : latest;
  const invoices = [first, ...fetched].filter((invoice) => invoice !== null);
  return Promise.all(
    invoices.map(async (invoice) => ({ invoice, needsAction: await needsAction(stripe, invoice) })),
  );
}

/** Asks only where a payment failed: the intent tells whether the bank waits for the patron. */
async function needsAction(stripe: Stripe, invoice: Stripe.Invoice): Promise<boolean> {
  if (!hasFailed(invoice)) return false;
  const { data } = await stripe.invoicePayments.list({ invoice: invoice.id, limit: 1 });
  const intentId = idOf(data[0]?.payment.payment_intent);
  if (intentId === null) return false;
  const intent = await orMissing(stripe.paymentIntents.retrieve(intentId));
  return intent?.status === 'requires_action';
}

/**
 * What was asked for and not paid. Of a membership that is behind it is a failure, be it its first: a bank may refuse days
 * after it has begun.
 */
export function hasFailed({ status, attempted }: Stripe.Invoice): boolean {
  return status === 'open' && attempted;
}
