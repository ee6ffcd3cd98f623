import type { Services } from '../../services.ts';
import { requireContract } from '../declarations/contracts.ts';
import { type Refund, refundSum } from '../declarations/declaration.ts';
import { decide, type Decision } from '../declarations/decide.ts';
import type { Membership } from '../membership.ts';
import { fetchBills } from '../stripe/fetch-bills.ts';
import { isStripeError } from '../stripe/reading.ts';

type Sum = Omit<Refund, 'paymentId'>;

/**
 * What a cancellation made now would do, and pay back, as a credit that no payment has used up.
 * @throws Stripe's errors
 */
export async function decideCancelling(
  services: Services,
  membership: Membership,
  now: Date,
): Promise<Decision> {
  const bills = await fetchBills(services, membership, now);
  const contract = await requireContract(services.db, 'membership', membership.id);
  const declared = { id: -1, kind: 'cancel', receivedAt: now } as const;
  return decide(services.db, declared, contract, { now, bills });
}

/** What would be paid back, for a page, which is shown all the same where Stripe does not tell; null: nothing. */
export async function showOwed(services: Services, membership: Membership, now: Date): Promise<Sum | null> {
  try {
    return refundSum(await decideCancelling(services, membership, now));
  } catch (error) {
    if (!isStripeError(error)) throw error;
    services.log.warn({ err: error, membershipId: membership.id }, 'Stripe does not tell what is owed');
    return null;
  }
}
