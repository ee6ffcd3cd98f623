import type { Db } from '../db.ts';
import { awaitNotes, changeVariant, noteChange } from '../delivery/change-variant.ts';
import { selectChangedSince, selectTiersOf, silencedQuery } from './queries/audience.ts';

/**
 * Has the mails that are still to be handed over to a person show what they are a patron of now: thanks instead of an
 * appeal. Call it in the transaction that changes a membership, a payment or a gift, after the write.
 */
export async function refreshAudience(trx: Db, subscriberId: number, now: Date): Promise<void> {
  await noteChange(trx);
  await refresh(trx, subscriberId, now);
}

/** The segments that somebody's memberships show now, and why they are not to be asked for money; null where they may be. */
export async function audienceOfPerson(
  db: Db,
  subscriberId: number,
  now: Date,
): Promise<{ shows: string[]; silence: string | null }> {
  const tiers = await selectTiersOf(db, subscriberId, now);
  const silenced = await silencedQuery(db, now)
    .where('silenced.subscriberId', '=', subscriberId)
    .executeTakeFirst();
  if (tiers.length === 0) return { shows: [], silence: silenced?.reason ?? null };
  const names = tiers.flatMap((tier) => (tier === null ? [] : [`tier:${tier}`]));
  return { shows: ['patron', ...new Set(names)], silence: 'patron' };
}

/**
 * The same for all whose giving has changed since then. What was decided while an audience was being frozen could not
 * reach its rows, and is looked for here before the send begins.
 */
export async function refreshChanged(db: Db, since: Date, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await awaitNotes(trx);
    for (const subscriberId of await selectChangedSince(trx, since)) await refresh(trx, subscriberId, now);
  });
}

async function refresh(trx: Db, subscriberId: number, now: Date): Promise<void> {
  await changeVariant(trx, { subscriberId, ...(await audienceOfPerson(trx, subscriberId, now)) });
}
