import { syncSubscription } from '../sync-subscription.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** A subscription began, changed, paused, resumed or ended. */
export const subscription: StripeHandler = async (services, { object }, now) =>
  object.id === undefined
    ? ignored('it names no subscription')
    : handled(await syncSubscription(services, object.id, now));
