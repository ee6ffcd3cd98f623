import type { Services } from '../../services.ts';
import { requireContract } from '../declarations/contracts.ts';
import { type Refund, refundSum } from '../declarations/declaration.ts';
import { decide } from '../declarations/decide.ts';
import type { Membership } from '../membership.ts';
import { fetchBills } from '../stripe/fetch-bills.ts';
import { isStripeAway } from '../stripe/reading.ts';

type Sum = Omit<Refund, 'paymentId'>;

/**
 * What would be paid back of a cancellation made now, as a credit that no payment has used up; null: nothing.
 * @throws Stripe's errors
 */
export async function owedOnCancelling(
  services: Services,
  membership: Membership,
  now: Date,
): Promise<Sum | null> {
  const bills = await fetchBills(services, membership, now);
  const contract = await requireContract(services.db, 'membership', membership.id);
  const declared = { id: -1, kind: 'cancel', receivedAt: now } as const;
  return refundSum(await decide(services.db, declared, contract, { now, bills }));
}

/** The same for a page, which is shown all the same where Stripe does not answer. */
export async function showOwed(services: Services, membership: Membership, now: Date): Promise<Sum | null> {
  try {
    return await owedOnCancelling(services, membership, now);
  } catch (error) {
    if (!isStripeAway(error)) throw error;
    services.log.warn({ err: error, membershipId: membership.id }, 'Stripe does not tell what is owed');
    return null;
  }
}
