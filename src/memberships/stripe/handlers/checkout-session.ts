import { syncCheckout } from '../sync-checkout.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** A purchase was completed, expired, or its slow payment came through or did not. */
export const checkoutSession: StripeHandler = async (services, { object }, now) =>
  object.id === undefined
    ? ignored('it names no session')
    : handled(await syncCheckout(services, object.id, now));
