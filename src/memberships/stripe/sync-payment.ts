import type { Services } from '../../services.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { fetchPayment, type PaidInvoice, type PaymentRead } from './fetch-payment.ts';
import { notWritten, type Synced } from './reading.ts';
import { syncSubscription } from './sync-subscription.ts';
import { writePayment } from './write-payment.ts';

/**
 * Fetches a payment from Stripe, by its intent's id, and brings what we have of it to what stands there: what has
 * arrived, what was given back, what is disputed.
 * @param paid what it paid, where that is known
 * @throws Stripe's errors; AppError where no account is configured
 */
export async function syncPayment(
  services: Services,
  intentId: string,
  now: Date = new Date(),
  paid?: PaidInvoice,
): Promise<Synced> {
  const fetched = await fetchPayment(services, intentId, paid);
  if (fetched === null) return notWritten('missing', `Stripe has no payment intent ${intentId}`);
  await requireItsMembership(services, fetched, now);
  return writePayment(services, fetched, now);
}

/** The news of a payment may come before that of its subscription. */
async function requireItsMembership(services: Services, { invoice }: PaymentRead, now: Date): Promise<void> {
  const { subscriptionId = null } = invoice ?? {};
  if (subscriptionId === null) return;
  const [membership] = await selectMembershipsBySubscription(services.db, [subscriptionId]);
  if (membership === undefined) await syncSubscription(services, subscriptionId, now);
}
