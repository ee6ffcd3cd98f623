import type { Db } from '../../db.ts';
import { membershipChanged } from '../changed.ts';
import { toMembership } from '../membership.ts';
import { lockMembership } from '../queries/claims.ts';
import { lockGiftOfCheckout, updateGift } from '../queries/gifts.ts';
import { updateMembership } from '../queries/memberships.ts';

/**
 * The whole payment of a gift was given back: it is not delivered any more, and what was claimed of it ends. In the
 * caller's transaction; again, it changes nothing.
 */
export async function noteGiftRefunded(trx: Db, checkoutId: number, now: Date): Promise<void> {
  const gift = await lockGiftOfCheckout(trx, checkoutId);
  if (gift === undefined || gift.state === 'refunded') return;
  await updateGift(trx, gift.id, { state: 'refunded' });
  const row = gift.membershipId === null ? undefined : await lockMembership(trx, gift.membershipId);
  if (row === undefined || row.state === 'ended') return;
  // One that would have begun later has had no time at all.
  const until = row.since !== null && row.since > now ? row.since : now;
  const changes = { state: 'ended', until, endedAt: now, voidedAt: now };
  const after = await updateMembership(trx, row.id, changes);
  await membershipChanged(trx, { before: toMembership(row), after: toMembership(after) }, now);
}
