import { syncSubscription } from '../sync-subscription.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** A renewal is near. The invoice is not there yet and has no id; its subscription has. */
export const invoiceUpcoming: StripeHandler = async (services, { object }, now) =>
  object.subscription === undefined
    ? ignored('it is of no subscription')
    : handled(await syncSubscription(services, object.subscription, now));
