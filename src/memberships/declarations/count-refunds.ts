import type { Services } from '../../services.ts';
import { selectDeclaration, updateDeclaration } from '../queries/declarations.ts';
import { fetchBills } from '../stripe/fetch-bills.ts';
import { lockContract, requireContract } from './contracts.ts';
import { type Declaration, toDeclaration } from './declaration.ts';
import { decide } from './decide.ts';

/**
 * Decides what is paid back of a membership at Stripe, from its bills there; once, and before anything of it is carried
 * out, so that whoever goes on after a crash pays the same.
 */
export async function countRefunds(
  services: Services,
  declaration: Declaration,
  now: Date,
): Promise<Declaration> {
  const { id, about, membershipId, countedAt } = declaration;
  if (countedAt !== null || membershipId === null || about !== 'membership') return declaration;
  const { membership } = await requireContract(services.db, about, membershipId);
  const bills = membership === null ? null : await fetchBills(services, membership, now);
  await services.db.transaction().execute(async (trx) => {
    await lockContract(trx, about, membershipId);
    const contract = await requireContract(trx, about, membershipId);
    const { refunds, credit } = await decide(trx, declaration, contract, { now, bills });
    await updateDeclaration(trx, id, { refunds, credit, countedAt: now });
  });
  const row = await selectDeclaration(services.db, id);
  return row === undefined ? declaration : toDeclaration(row);
}
