import { hashAddress } from '../../address-hash.ts';
import type { Db } from '../../db.ts';
import { InvalidInput, NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { entitlementsOf } from '../entitlements.ts';
import {
  isLive,
  type Membership,
  type MembershipState,
  membershipsOf,
  type Rail,
  requireMembership,
  toMembership,
} from '../membership.ts';
import {
  selectClaimable,
  selectDunningsOf,
  selectMembershipPage,
  selectMembershipsById,
  selectPaymentsOf,
} from '../queries/rails.ts';

export interface Wanted {
  state: string | null;
  rail: string | null;
  tier: string | null;
  /** Only those whose owner has more than one that goes on. */
  overlapping: boolean;
  /** The id that the last page ended with. */
  after: number;
  limit: number;
}

const states: MembershipState[] = ['incomplete', 'active', 'past-due', 'paused', 'ended'];
const rails: Rail[] = ['stripe', 'gift', 'complimentary', 'transfer', 'import'];

/**
 * A page of memberships, by id; `live` is how many the person has that go on or begin later: more than one overlap.
 * @throws InvalidInput for a state or rail that does not exist
 */
export async function listMemberships(db: Db, wanted: Wanted, now: Date = new Date()) {
  const { state, rail } = wanted;
  if (state !== null && !(states as string[]).includes(state))
    throw new InvalidInput(`--state is ${JSON.stringify(state)}; one of ${states.join(', ')} is allowed`);
  if (rail !== null && !(rails as string[]).includes(rail))
    throw new InvalidInput(`--rail is ${JSON.stringify(rail)}; one of ${rails.join(', ')} is allowed`);
  return selectMembershipPage(db, wanted, now);
}

/**
 * All about one membership, or about each of an address: payments, failures, and what overlaps.
 * @throws NotFound, InvalidInput
 */
export async function showMemberships(services: Services, idOrAddress: string, now: Date = new Date()) {
  const { db } = services;
  const memberships = await named(services, idOrAddress);
  const ids = memberships.map(({ id }) => id);
  const subscriberId = memberships.find((one) => one.subscriberId !== null)?.subscriberId ?? null;
  const entitlements = subscriberId === null ? [] : await entitlementsOf(db, subscriberId, now);
  return {
    memberships,
    payments: await selectPaymentsOf(db, ids),
    failedPayments: await selectDunningsOf(db, ids),
    entitlements,
    overlap: memberships.filter((one) => one.since !== null && isLive(one, now)).length > 1,
  };
}

async function named(services: Services, idOrAddress: string): Promise<Membership[]> {
  const { db, config } = services;
  if (/^\d+$/.test(idOrAddress)) return [await requireMembership(db, Number(idOrAddress))];
  const person = await findSubscriber(db, idOrAddress);
  const addressHash = hashAddress(config.suppressionKey, parseAddress(idOrAddress).key);
  const unclaimed = await selectMembershipsById(db, await selectClaimable(db, addressHash));
  const own = person === null ? [] : await membershipsOf(db, person.id);
  const all = [...own, ...unclaimed.map(toMembership)];
  if (all.length === 0) throw new NotFound(`${idOrAddress} has no membership`);
  return all;
}
