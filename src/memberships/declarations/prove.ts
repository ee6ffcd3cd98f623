import type { Actor } from '../../access/actor.ts';
import { NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { updateDeclaration } from '../queries/declarations.ts';
import { type Bills, fetchBills } from '../stripe/fetch-bills.ts';
import { isStripeError } from '../stripe/reading.ts';
import type { Contract } from './contracts.ts';
import { decide, type Decision } from './decide.ts';
import type { Declaration } from './declaration.ts';
import { declare } from './declare.ts';
import { matchDeclaration, requireDeclaration } from './match.ts';
import { contractsOfAddress } from './own.ts';

const mailLink: Actor = { kind: 'subscriber', name: 'mailed link' };

/** What a declaration would do to each contract of its address. */
export async function optionsOf(
  services: Services,
  declaration: Declaration,
  now: Date = new Date(),
): Promise<Array<{ contract: Contract; decision: Decision }>> {
  const contracts = await contractsFor(services, declaration, now);
  return Promise.all(
    contracts.map(async (contract) => ({
      contract,
      decision: await decide(services.db, declaration, contract, {
        now,
        bills: await billsOf(services, contract, now),
      }),
    })),
  );
}

async function contractsFor(
  services: Services,
  { kind, address, receivedAt }: Declaration,
  now: Date,
): Promise<Contract[]> {
  return address === null ? [] : contractsOfAddress(services, kind, address, { receivedAt, now });
}

/** Null where Stripe does not tell: what is paid back is counted later. */
async function billsOf(services: Services, { membership }: Contract, now: Date): Promise<Bills | null> {
  if (membership?.rail !== 'stripe') return null;
  try {
    return await fetchBills(services, membership, now);
  } catch (error) {
    if (isStripeError(error)) return null;
    throw error;
  }
}

/**
 * What the mailed link's button does: the address is its owner's, so the contract they name is found among theirs
 * alone, and the declaration carried out. Null where nothing is found: staff are to look.
 * @param chosen such as `membership.12`
 * @throws NotFound for one that is none of theirs: nothing is chosen by that
 */
export async function proveDeclaration(
  services: Services,
  declarationId: number,
  chosen: string,
  now: Date = new Date(),
): Promise<Declaration | null> {
  const declaration = await requireDeclaration(services.db, declarationId);
  if (declaration.state !== 'received') return declaration;
  const contracts = await contractsFor(services, declaration, now);
  const contract = contracts.find(({ about, id }) => `${about}.${id}` === chosen);
  if (contract === undefined && contracts.length > 0)
    throw new NotFound('there is no such contract of yours');
  await updateDeclaration(services.db, declarationId, { provedAt: now });
  if (contract === undefined) return null;
  const match = { declarationId, about: contract.about, contractId: contract.id };
  return matchDeclaration(services, mailLink, match, now);
}

/**
 * Takes a withdrawal that came too late as a cancellation, from the time when it was received; once.
 * @throws NotFound where it was not refused for that
 */
export async function cancelInstead(
  services: Services,
  declarationId: number,
  now: Date = new Date(),
): Promise<Declaration> {
  const late = await requireDeclaration(services.db, declarationId);
  const { kind, state, about, membershipId, name, address, contract, language, receivedAt } = late;
  // What a gift has given is its holder's to end.
  if (
    kind !== 'withdraw' ||
    about !== 'membership' ||
    state !== 'refused' ||
    membershipId === null ||
    address === null
  )
    throw new NotFound('there is nothing to cancel instead');
  const typed = {
    kind: 'cancel',
    name,
    address,
    about: 'membership',
    contract,
    own: null,
    language,
  } as const;
  const origin = { ip: late.ip, userAgent: late.userAgent };
  const made = await declare(services, { ...typed, once: `instead:${declarationId}` }, origin, receivedAt);
  const match = { declarationId: made.id, about: 'membership', contractId: membershipId } as const;
  return matchDeclaration(services, mailLink, match, now);
}
