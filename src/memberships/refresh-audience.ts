import type { Db } from '../db.ts';
import { awaitNotes, changeVariant, noteChange } from '../delivery/change-variant.ts';
import { anyOf, selectChangedSince, selectTiersOf, silencedQuery } from './queries/audience.ts';

/**
 * Has the mails that are still to be handed over to a person show what they are a patron of now: thanks instead of an
 * appeal. Call it in the transaction that changes a membership, a payment or a gift, after the write.
 */
export function refreshAudience(trx: Db, subscriberId: number, now: Date): Promise<void> {
  return refreshAudiences(trx, [subscriberId], now);
}

/** The same for several people of whom something was written at once. */
export async function refreshAudiences(trx: Db, subscriberIds: number[], now: Date): Promise<void> {
  if (subscriberIds.length === 0) return;
  await noteChange(trx);
  await refresh(trx, subscriberIds, now);
}

/** What a person's mails are to show. */
interface Audience {
  shows: string[];
  silence: string | null;
}

/** The segments that somebody's memberships show now, and why they are not to be asked for money; null where they may be. */
export async function audienceOfPerson(db: Db, subscriberId: number, now: Date): Promise<Audience> {
  const audiences = await audiencesOf(db, [subscriberId], now);
  return audiences.get(subscriberId) ?? { shows: [], silence: null };
}

async function audiencesOf(db: Db, subscriberIds: number[], now: Date): Promise<Map<number, Audience>> {
  const rights = Map.groupBy(await selectTiersOf(db, subscriberIds, now), (one) => one.subscriberId);
  const silenced = await silencedQuery(db, now)
    .where('silenced.subscriberId', '=', anyOf(subscriberIds))
    .execute();
  const reasons = new Map(silenced.map((one) => [one.subscriberId, one.reason]));
  return new Map(subscriberIds.map((id) => [id, audienceOf(rights.get(id) ?? [], reasons.get(id) ?? null)]));
}

function audienceOf(rights: Array<{ tier: string | null }>, silence: string | null): Audience {
  if (rights.length === 0) return { shows: [], silence };
  const names = rights.flatMap(({ tier }) => (tier === null ? [] : [`tier:${tier}`]));
  return { shows: ['patron', ...new Set(names.toSorted())], silence: 'patron' };
}

/**
 * The same for all whose giving has changed since then. What was decided while an audience was being frozen could not
 * reach its rows, and is looked for here before the send begins.
 */
export async function refreshChanged(db: Db, since: Date, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await awaitNotes(trx);
    await refresh(trx, await selectChangedSince(trx, since), now);
  });
}

/** Those who are to be shown the same are changed at once. */
async function refresh(trx: Db, people: number[], now: Date): Promise<void> {
  if (people.length === 0) return;
  const audiences = await audiencesOf(trx, [...new Set(people)], now);
  const alike = Map.groupBy(audiences.entries(), ([, audience]) => JSON.stringify(audience));
  for (const group of alike.values()) {
    const audience = group[0]?.[1];
    const subscriberIds = group.map(([id]) => id);
    if (audience !== undefined) await changeVariant(trx, { subscriberIds, ...audience });
  }
}
