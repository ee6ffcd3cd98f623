import type { Selectable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Gifts } from '../../db-schema.ts';
import { isLive, type Membership, requireMembership, toMembership } from '../membership.ts';
import { selectGift, selectGiftsOfGiver, selectMembershipsOfAddress } from '../queries/declarations.ts';
import { lockGift } from '../queries/gifts.ts';
import { lockMembership } from '../queries/memberships.ts';
import { listTiers } from '../tiers.ts';
import type { ContractKind, DeclarationKind } from './declaration.ts';
import { isEndedWithdrawable } from './withdrawable.ts';

export type Gift = Selectable<Gifts> & { tierName: string };

/** What a declaration can be about. */
export type Contract =
  | { about: 'membership'; id: number; name: string; membership: Membership; gift: null }
  | { about: 'gift'; id: number; name: string; membership: Membership | null; gift: Gift };

/**
 * The contracts of whoever owns an address that a declaration of this kind can be about, the newest first. One may
 * withdraw as well from what was cancelled and has ended.
 */
export async function contractsOf(
  db: Db,
  kind: DeclarationKind,
  { addressHash, addressKey }: { addressHash: Buffer; addressKey: string },
  { receivedAt, now }: { receivedAt: Date; now: Date },
): Promise<Contract[]> {
  const own: Membership[] = [];
  for (const one of (await selectMembershipsOfAddress(db, addressHash)).map(toMembership)) {
    // What a gift gave is the giver's contract; its holder can only lay it down.
    if (kind === 'withdraw' && one.rail === 'gift') continue;
    const isOpen =
      isLive(one, now) || (kind === 'withdraw' && (await isEndedWithdrawable(db, one, { receivedAt, now })));
    if (isOpen) own.push(one);
  }
  const gifts = kind === 'withdraw' ? await selectGiftsOfGiver(db, addressHash, addressKey) : [];
  return [
    ...(await Promise.all(own.map((one) => ofMembership(db, one)))),
    ...(await Promise.all(gifts.map((gift) => ofGift(db, gift)))),
  ];
}

/**
 * One contract by its id, whoever's it is.
 * @throws NotFound
 */
export async function requireContract(db: Db, about: ContractKind, id: number): Promise<Contract> {
  if (about === 'membership') return ofMembership(db, await requireMembership(db, id));
  const gift = await selectGift(db, id);
  return gift === undefined ? ofMembership(db, await requireMembership(db, -1)) : ofGift(db, gift);
}

/** Of two declarations about one contract the second is decided once the first is. */
export async function lockContract(trx: Db, about: ContractKind, id: number): Promise<void> {
  await (about === 'gift' ? lockGift(trx, id) : lockMembership(trx, id));
}

async function ofMembership(db: Db, membership: Membership): Promise<Contract> {
  const tiers = await listTiers(db, { all: true });
  const name = tiers.find(({ id }) => id === membership.tierId)?.name ?? '';
  return { about: 'membership', id: membership.id, name, membership, gift: null };
}

async function ofGift(db: Db, gift: Gift): Promise<Contract> {
  const { id, tierName: name, membershipId } = gift;
  const membership = membershipId === null ? null : await requireMembership(db, membershipId);
  return { about: 'gift', id, name, membership, gift };
}
