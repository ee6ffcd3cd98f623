import type { Stripe } from 'stripe';
import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import { advanceDunning, selectOverdueDunnings } from '../queries/dunnings.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import { noteLostInvoice } from './note.ts';

const page = 100;
const tryAgainMs = 600_000;

/**
 * Ends the memberships whose grace time is over without a payment: the subscription is cancelled at Stripe and its
 * invoice voided, so that nobody is charged for what they no longer have. The rights have ended by their date already.
 */
export async function endGrace(services: Services, now: Date = new Date()): Promise<void> {
  const { db, log } = services;
  if (services.stripe === null) return;
  await eachByItself(
    (last) => selectOverdueDunnings(db, last, now, page),
    (overdue) => endOne(services, overdue, now),
    (error, { id }) =>
      log.error({ err: error, dunning: id }, 'a membership that is not paid could not be ended'),
  );
}

type Overdue = Awaited<ReturnType<typeof selectOverdueDunnings>>[number];

async function endOne(services: Services, overdue: Overdue, now: Date): Promise<void> {
  const { db } = services;
  const { id, membershipId, stripeInvoiceId: invoiceId, stripeSubscriptionId } = overdue;
  // First, so that a Stripe that does not answer is not asked every five seconds.
  await advanceDunning(db, id, { nextAt: new Date(now.getTime() + tryAgainMs) });
  const stripe = requireStripe(services);
  const invoice = await orMissing(stripe.invoices.retrieve(invoiceId));
  if (stripeSubscriptionId !== null) {
    if (invoice?.status !== 'paid') await giveUp(stripe, stripeSubscriptionId, invoice, id);
    await syncSubscription(services, stripeSubscriptionId, now);
  }
  if (invoice?.status !== 'paid')
    await db.transaction().execute((trx) => noteLostInvoice(trx, { invoiceId, membershipId }, now));
}

/** What has been done already, by us before we could note it or by Stripe itself, is not asked for again. */
async function giveUp(
  stripe: Stripe,
  subscriptionId: string,
  invoice: Stripe.Invoice | null,
  id: number,
): Promise<void> {
  const subscription = await orMissing(stripe.subscriptions.retrieve(subscriptionId));
  if (subscription !== null && !['canceled', 'incomplete_expired'].includes(subscription.status))
    await stripe.subscriptions.cancel(subscriptionId, {}, { idempotencyKey: `dunning:${id}:cancel` });
  if (invoice?.id !== undefined && (invoice.status === 'open' || invoice.status === 'uncollectible'))
    await stripe.invoices.voidInvoice(invoice.id, {}, { idempotencyKey: `dunning:${id}:void` });
}
