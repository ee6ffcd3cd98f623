import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { settleCheckout } from '../checkouts/settle-checkout.ts';
import { advanceCheckoutRead } from '../queries/checkouts.ts';
import { nextStripeRead } from '../queries/payments.ts';
import { idOf, isMarkedOurs } from './ours.ts';
import { notWritten, orMissing, requireStripe, type Synced } from './reading.ts';
import { syncInvoice } from './sync-invoice.ts';
import { syncPayment } from './sync-payment.ts';
import { syncSubscription } from './sync-subscription.ts';

/**
 * Fetches a Checkout session from Stripe, and brings its purchase, with the membership and the payment that came of
 * it, to what stands there. The page of thanks calls it as well as the webhook does.
 * @throws Stripe's errors; AppError where no account is configured
 */
export async function syncCheckout(
  services: Services,
  sessionId: string,
  now: Date = new Date(),
): Promise<Synced> {
  const stripe = requireStripe(services);
  const read = await nextStripeRead(services.db);
  const session = await orMissing(stripe.checkout.sessions.retrieve(sessionId));
  if (session === null) return notWritten('missing', `Stripe has no session ${sessionId}`);
  if (!isMarkedOurs(services.config, session.metadata))
    return notWritten('foreign', 'its metadata is not ours');
  if (session.livemode !== (services.config.stripe?.livemode ?? false))
    return notWritten('foreign', `it is of ${session.livemode ? 'live' : 'test'} mode`);
  const membershipId = await syncWhatCameOfIt(services, session, now);
  if (!(await advanceCheckoutRead(services.db, sessionId, read)))
    return {
      ...notWritten('older', 'it was fetched later already, or no purchase of ours has it'),
      membershipId,
    };
  await settleCheckout(services, session, now);
  return { outcome: 'written', reason: null, membershipId };
}

async function syncWhatCameOfIt(
  services: Services,
  { subscription, invoice, payment_intent: intent }: Stripe.Checkout.Session,
  now: Date,
): Promise<number | null> {
  const [subscriptionId, invoiceId, intentId] = [idOf(subscription), idOf(invoice), idOf(intent)];
  if (intentId !== null) await syncPayment(services, intentId, now);
  if (invoiceId !== null) return (await syncInvoice(services, invoiceId, now)).membershipId;
  return subscriptionId === null
    ? null
    : (await syncSubscription(services, subscriptionId, now)).membershipId;
}
