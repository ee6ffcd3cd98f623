import type { Services } from '../../services.ts';
import { lockDeclaration, selectDeclaration, updateDeclaration } from '../queries/declarations.ts';
import { fetchBills } from '../stripe/fetch-bills.ts';
import { requireMembership } from '../membership.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import { lockContract, requireContract } from './contracts.ts';
import { type Declaration, toDeclaration } from './declaration.ts';
import { decide } from './decide.ts';

/**
 * Decides what is paid back of a membership at Stripe, from its bills there; once, and before anything of it is carried
 * out, so that whoever goes on after a crash pays the same. While a bank debit is on its way it stays uncounted.
 */
export async function countRefunds(
  services: Services,
  declaration: Declaration,
  now: Date,
): Promise<Declaration> {
  const { id, about, membershipId, countedAt } = declaration;
  if (countedAt !== null || membershipId === null || about !== 'membership') return declaration;
  const { membership } = await requireContract(services.db, about, membershipId);
  const subscription = membership?.stripeSubscriptionId ?? null;
  // The events of what it does at Stripe may still be on their way.
  if (subscription !== null) await syncSubscription(services, subscription, now);
  const bills =
    membership === null
      ? null
      : await fetchBills(services, await requireMembership(services.db, membership.id), now);
  await services.db.transaction().execute(async (trx) => {
    const row = await lockDeclaration(trx, id);
    if (row === undefined || row.countedAt !== null) return;
    await lockContract(trx, about, membershipId);
    const contract = await requireContract(trx, about, membershipId);
    const { refunds, credit, isCounted } = await decide(trx, declaration, contract, { now, bills });
    if (isCounted) await updateDeclaration(trx, id, { refunds, credit, countedAt: now });
  });
  const row = await selectDeclaration(services.db, id);
  return row === undefined ? declaration : toDeclaration(row);
}
