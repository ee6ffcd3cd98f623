import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import type { Membership } from '../membership.ts';

/** A card as its owner knows it. */
export interface Card {
  brand: string;
  last4: string;
  month: number;
  year: number;
}

/** An invoice with its page at Stripe, which is fetched each time and never kept. */
export interface Invoice {
  id: string;
  at: Date;
  amount: number;
  currency: string;
  state: 'paid' | 'open' | 'void';
  url: string | null;
}

/** What only Stripe knows of somebody; null: it does not answer now, or there is nothing. */
export interface StripeFacts {
  card: Card | null;
  invoices: Invoice[];
}

// Somebody waits for the page; without these it is shown all the same.
const quick = { timeout: 4_000, maxNetworkRetries: 0 };
const shown = 24;

/** The card and the invoices of a membership; null where Stripe does not answer. */
export async function fetchFacts(services: Services, membership: Membership): Promise<StripeFacts | null> {
  const { stripe, log } = services;
  const { stripeCustomerId: customer, stripeSubscriptionId: subscription } = membership;
  if (stripe === null || customer === null || subscription === null) return null;
  try {
    const [card, invoices] = await Promise.all([
      fetchCard(stripe, customer, subscription),
      stripe.invoices.list({ customer, limit: shown }, quick),
    ]);
    return { card, invoices: invoices.data.flatMap((one) => toInvoice(one) ?? []) };
  } catch (error) {
    log.warn({ err: error, membershipId: membership.id }, 'Stripe does not tell the card and the invoices');
    return null;
  }
}

/** Of the subscription, or else the customer's own. */
async function fetchCard(stripe: Stripe, customer: string, subscription: string): Promise<Card | null> {
  const { default_payment_method: own } = await stripe.subscriptions.retrieve(subscription, {}, quick);
  const method = own ?? (await defaultOf(stripe, customer));
  if (method === null) return null;
  const { card } =
    typeof method === 'string' ? await stripe.paymentMethods.retrieve(method, {}, quick) : method;
  if (card === undefined || card === null) return null;
  return { brand: card.brand, last4: card.last4, month: card.exp_month, year: card.exp_year };
}

async function defaultOf(stripe: Stripe, customer: string): Promise<string | Stripe.PaymentMethod | null> {
  const found = await stripe.customers.retrieve(customer, {}, quick);
  return found.deleted === true ? null : (found.invoice_settings.default_payment_method ?? null);
}

function toInvoice(invoice: Stripe.Invoice): Invoice | null {
  const { id, status, created, total, currency, hosted_invoice_url: url } = invoice;
  if (status === 'draft' || status === null) return null;
  const state = status === 'paid' ? 'paid' : status === 'void' ? 'void' : 'open';
  return { id, at: new Date(created * 1000), amount: total, currency, state, url: url ?? null };
}
