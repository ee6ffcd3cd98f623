import type { Services } from '../../services.ts';
import { fetchSubscription } from './fetch-subscription.ts';
import { notWritten, type Synced } from './reading.ts';
import { writeSubscription } from './write-subscription.ts';

/**
 * Fetches a subscription from Stripe and brings its membership to what stands there. Whoever changes something at
 * Stripe calls it afterwards; how often and in which order changes nothing.
 * @throws Stripe's errors; AppError where no account is configured
 */
export async function syncSubscription(
  services: Services,
  stripeSubscriptionId: string,
  now: Date = new Date(),
): Promise<Synced> {
  const fetched = await fetchSubscription(services, stripeSubscriptionId);
  if (fetched === null) return notWritten('missing', `Stripe has no subscription ${stripeSubscriptionId}`);
  return writeSubscription(services, fetched, now);
}
