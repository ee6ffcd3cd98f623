import type { Selectable } from 'kysely';
import type { Dunnings } from '../../db-schema.ts';
import type { Services } from '../../services.ts';
import { selectMembership } from '../queries/memberships.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import { syncInvoice } from '../stripe/sync-invoice.ts';

/**
 * Where an open failure is paid in one step: Stripe's own page of the invoice, where the bank's confirmation is asked
 * for as well. The card that is used there becomes the subscription's. Null where nothing is owed any more.
 * @throws Stripe's errors; AppError where no account is configured
 */
export async function startFix(
  services: Services,
  dunning: Selectable<Dunnings>,
  now: Date = new Date(),
): Promise<string | null> {
  const stripe = requireStripe(services);
  const { id, membershipId, stripeInvoiceId: invoiceId } = dunning;
  const invoice = await orMissing(stripe.invoices.retrieve(invoiceId));
  if (invoice?.status !== 'open' && invoice?.status !== 'uncollectible') {
    await syncInvoice(services, invoiceId, now);
    return null;
  }
  const membership = await selectMembership(services.db, membershipId);
  const subscriptionId = membership?.stripeSubscriptionId ?? null;
  if (subscriptionId !== null)
    await stripe.subscriptions.update(
      subscriptionId,
      { payment_settings: { save_default_payment_method: 'on_subscription' } },
      { idempotencyKey: `dunning:${id}:save-card` },
    );
  return invoice.hosted_invoice_url ?? null;
}
