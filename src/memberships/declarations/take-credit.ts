import type { Services } from '../../services.ts';
import { requireMembership } from '../membership.ts';
import { ourMark } from '../stripe/ours.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import type { Declaration } from './declaration.ts';

/**
 * Takes the credit that is paid back out of the payer's balance at Stripe, once: a later membership of theirs would be
 * paid with it. An idempotency key is kept for a day there; later it is the mark that tells it is done.
 * @returns false where less than that stands there by now: nothing is taken
 */
export async function takeCredit(services: Services, declaration: Declaration): Promise<boolean> {
  const { id, membershipId, credit } = declaration;
  if (membershipId === null) return true;
  const { stripeCustomerId: customer, currency } = await requireMembership(services.db, membershipId);
  if (customer === null || currency === null) return true;
  const { customers } = requireStripe(services);
  const payer = await orMissing(customers.retrieve(customer));
  if (payer === null || payer.deleted) return true;
  const mark = String(id);
  const { data } = await customers.listBalanceTransactions(customer, { limit: 100 });
  if (data.some(({ metadata }) => metadata?.['declaration'] === mark)) return true;
  if (credit > -payer.balance) return false;
  const metadata = { ...ourMark(services.config), declaration: mark };
  const description = 'Paid back with the end of a membership';
  await customers.createBalanceTransaction(
    customer,
    { amount: credit, currency, description, metadata },
    { idempotencyKey: `declaration:${id}:credit` },
  );
  return true;
}
