import type { Services } from '../../../services.ts';
import { selectSubscriptionsOfCustomer } from '../../queries/memberships.ts';
import { syncSubscription } from '../sync-subscription.ts';
import { type Handled, ignored, type StripeHandler } from './handler.ts';

/** A customer changed or was deleted, and with it what was subscribed to. */
export const customer: StripeHandler = (services, { object }, now) => syncCustomer(services, object.id, now);

/** A way to pay changed: the customer that it belongs to may be one of ours. */
export const paymentMethod: StripeHandler = (services, { object }, now) =>
  syncCustomer(services, object.customer, now);

async function syncCustomer(services: Services, customerId: string | undefined, now: Date): Promise<Handled> {
  const ids = customerId === undefined ? [] : await selectSubscriptionsOfCustomer(services.db, customerId);
  if (ids.length === 0) return ignored('its customer is none of ours');
  for (const id of ids) await syncSubscription(services, id, now);
  return { state: 'applied', reason: null };
}
