import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import type { Membership } from '../membership.ts';
import { selectBilledInvoices } from '../queries/payments.ts';
import { dateOf, idOf } from './ours.ts';
import { orMissing, requireStripe } from './reading.ts';
import { syncInvoice } from './sync-invoice.ts';

/** An invoice of a membership, as the account of its money: in minor units, less discounts. */
export interface Bill {
  invoiceId: string;
  at: Date;
  /** Below nought: it credits more than it charges. */
  total: number;
  /** What of earlier time it gives back. */
  credited: number;
  /** The time that it is for, and what that costs; null: it is for none. */
  period: { from: Date; until: Date; amount: number } | null;
  /** Nobody has paid it yet. */
  isOpen: boolean;
}

/** What was billed of a membership, the oldest first, and the credit that its payer has at Stripe. */
export interface Bills {
  bills: Bill[];
  credit: number;
  /** What of it Stripe has put to invoices that are not counted here, since nobody has paid the rest of them. */
  held: number;
  /** A bank debit for one of them is on its way: what was paid is known once it has arrived or failed. */
  isPending: boolean;
}

/** What there is of a membership that nobody bills. */
export const noBills: Bills = { bills: [], credit: 0, held: 0, isPending: false };

/**
 * Asks Stripe for the invoices of a membership, and sees to it that what was paid for them is here. One that is not paid
 * counts where the membership went on all the same: its time is being used, or was.
 * @throws Stripe's errors
 */
export async function fetchBills(services: Services, membership: Membership, now: Date): Promise<Bills> {
  const { stripeCustomerId: customer, stripeSubscriptionId: subscription, state } = membership;
  if (customer === null || subscription === null) return noBills;
  const stripe = requireStripe(services);
  const [all, payer] = await Promise.all([
    stripe.invoices.list({ subscription, limit: 100 }).autoPagingToArray({ limit: 1000 }),
    orMissing(stripe.customers.retrieve(customer)),
  ]);
  const counts = state === 'past-due' || state === 'ended' ? ['paid', 'open'] : ['paid'];
  const billed = all.filter(({ status }) => counts.includes(status ?? ''));
  await bringPayments(services, billed, now);
  // They are listed newest first; what was made in one second stays in that order.
  const bills = billed
    .map(toBill)
    .toReversed()
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const credit = payer === null || payer.deleted ? 0 : Math.max(0, -payer.balance);
  const open = all.filter(({ status }) => status === 'open');
  const uncounted = open.filter((invoice) => !billed.includes(invoice));
  const held = sum(uncounted.map(({ starting_balance: from, ending_balance: to }) => (to ?? from) - from));
  return { bills, credit, held, isPending: await isOnItsWay(stripe, open) };
}

/** A debit takes days, and its invoice is open meanwhile, as one is whose payment has failed. */
async function isOnItsWay(stripe: Stripe, open: Stripe.Invoice[]): Promise<boolean> {
  for (const { id: invoice } of open) {
    const { data } = await stripe.invoicePayments.list({ invoice, limit: 100 });
    for (const { payment } of data) {
      const intentId = idOf(payment.payment_intent);
      const intent = intentId === null ? null : await orMissing(stripe.paymentIntents.retrieve(intentId));
      if (intent?.status === 'processing') return true;
    }
  }
  return false;
}

/** The news of a payment may still be on its way. */
async function bringPayments(services: Services, invoices: Stripe.Invoice[], now: Date): Promise<void> {
  const paid = invoices.filter(({ status, amount_paid: amount }) => status === 'paid' && amount > 0);
  const known = await selectBilledInvoices(
    services.db,
    paid.map(({ id }) => id),
  );
  for (const { id } of paid) if (!known.has(id)) await syncInvoice(services, id, now);
}

function toBill(invoice: Stripe.Invoice): Bill {
  const { id, created, total, lines, status, status_transitions: moments } = invoice;
  const credits = lines.data.filter(({ amount }) => amount < 0);
  return {
    invoiceId: id,
    at: dateOf(moments.finalized_at ?? created),
    total,
    credited: -sum(credits.map(priceOf)),
    period: periodOf(lines.data),
    isOpen: status === 'open',
  };
}

/** The time that lasts longest of those it charges for; what it charges for an earlier one is used up. */
function periodOf(lines: Stripe.InvoiceLineItem[]): Bill['period'] {
  const charged = lines.filter(({ amount }) => amount > 0);
  const end = Math.max(...charged.map(({ period }) => period.end));
  const last = charged.filter(({ period }) => period.end === end);
  if (last.length === 0) return null;
  const from = dateOf(Math.min(...last.map(({ period }) => period.start)));
  return { from, until: dateOf(end), amount: sum(last.map(priceOf)) };
}

function priceOf({ amount, discount_amounts: discounts, taxes }: Stripe.InvoiceLineItem): number {
  const added = (taxes ?? []).filter(({ tax_behavior: behavior }) => behavior === 'exclusive');
  return amount - sum((discounts ?? []).map((one) => one.amount)) + sum(added.map((one) => one.amount));
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
