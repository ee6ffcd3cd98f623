import type { Stripe } from 'stripe';
import { invalid } from '../core/api-error.ts';
import { emit, type World } from '../core/world.ts';
import { makeRefund } from '../objects/refund.ts';

/**
 * Gives back a charge's money, or a part of it.
 * @param given.amount null: all that has not been given back yet
 * @throws ApiError where there is not so much left of it
 */
export function refundCharge(
  world: World,
  charge: Stripe.Charge,
  given: { amount: number | null; reason: Stripe.Refund.Reason | null; metadata: Record<string, string> },
): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded;
  if (!charge.paid)
    throw invalid(`Charge ${charge.id} has not been paid.`, { code: 'charge_not_refundable' });
  if (charge.disputed)
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = given.amount ?? left;
  if (amount < 1)
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  const refund = makeRefund(world, charge, { ...given, amount });
  count(charge, amount);
  emit(world, 'refund.created', refund);
  emit(world, 'charge.refunded', charge, { amount_refunded: charge.amount_refunded - amount });
  return refund;
}

/** A refund that the bank took, and sends back: the money is the newsroom's again. */
export function failRefund(world: World, charge: Stripe.Charge, refund: Stripe.Refund): void {
  if (refund.status !== 'succeeded') throw invalid(`Refund ${refund.id} is ${String(refund.status)}.`);
  refund.status = 'failed';
  refund.failure_reason = 'expired_or_canceled_card';
  count(charge, -refund.amount);
  emit(world, 'refund.updated', refund, { status: 'succeeded' });
  emit(world, 'refund.failed', refund, { status: 'succeeded' });
}

function count(charge: Stripe.Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
}
