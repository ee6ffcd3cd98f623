import type { Services } from '../../../services.ts';
import { idOf } from '../ours.ts';
import { orMissing, requireStripe } from '../reading.ts';
import type { StoredObject } from '../stored-event.ts';
import { syncPayment } from '../sync-payment.ts';
import { handled, ignored, type StripeHandler } from './handler.ts';

/** Something of a payment was given back, or is disputed: a charge, a refund or a dispute, which name their payment. */
export const payment: StripeHandler = async (services, { type, object }, now) => {
  const intentId = object.paymentIntent ?? (await intentOfCharge(services, type, object));
  return intentId === null
    ? ignored('it is of no payment intent')
    : handled(await syncPayment(services, intentId, now));
};

/** Older versions of the API name the charge alone. */
async function intentOfCharge(
  services: Services,
  type: string,
  object: StoredObject,
): Promise<string | null> {
  const chargeId = object.charge ?? (type.startsWith('charge.') ? object.id : undefined);
  if (chargeId === undefined || !/^(ch|py)_/.test(chargeId)) return null;
  const charge = await orMissing(requireStripe(services).charges.retrieve(chargeId));
  return idOf(charge?.payment_intent);
}
