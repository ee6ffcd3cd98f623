import type { Services } from '../../services.ts';
import { paidInvoice } from './fetch-payment.ts';
import { idOf } from './ours.ts';
import { notWritten, orMissing, requireStripe, type Synced } from './reading.ts';
import { syncPayment } from './sync-payment.ts';
import { syncSubscription } from './sync-subscription.ts';

/**
 * Brings the membership that an invoice is for, and the payments of that invoice, to what stands at Stripe.
 * @throws Stripe's errors; AppError where no account is configured
 */
export async function syncInvoice(
  services: Services,
  invoiceId: string,
  now: Date = new Date(),
): Promise<Synced> {
  const stripe = requireStripe(services);
  const invoice = await orMissing(stripe.invoices.retrieve(invoiceId, { expand: ['payments'] }));
  if (invoice === null) return notWritten('missing', `Stripe has no invoice ${invoiceId}`);
  const subscriptionId = idOf(invoice.parent?.subscription_details?.subscription);
  if (subscriptionId === null) return notWritten('foreign', 'it is of no subscription');
  const synced = await syncSubscription(services, subscriptionId, now);
  if (synced.membershipId === null) return synced;
  const paid = (invoice.payments?.data ?? []).filter(({ status }) => status === 'paid');
  for (const one of paid) {
    const intentId = idOf(one.payment.payment_intent);
    if (intentId !== null) await syncPayment(services, intentId, now, paidInvoice(one, invoice));
  }
  return synced;
}
