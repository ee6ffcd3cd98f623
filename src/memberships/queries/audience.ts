import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { isOfMode } from './modes.ts';

/** For how long after a gift, a failed payment or a farewell nobody is asked again. */
export const silenceDays = 30;

/** Who is a patron now, on any rail, as a set; with `tiers`, of one of these. */
export function patronsQuery(db: Db, now: Date, tiers?: string[]) {
  const query = db
    .selectFrom('entitlements')
    .select(sql<number>`subscriber_id`.as('subscriberId'))
    .distinct()
    .where('since', '<=', now)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]));
  return tiers === undefined ? query : query.where('tier', 'in', tiers);
}

/** Of which of these tiers somebody is a patron now. */
export async function selectHeldTiers(db: Db, tiers: string[], now: Date): Promise<string[]> {
  const rows = await patronsQuery(db, now, tiers).clearSelect().select('tier').execute();
  return rows.map(({ tier }) => tier).filter((tier) => tier !== null);
}

/** Why somebody is not to be asked for money, though they are no patron by right. */
export type Silence = 'patron' | 'recent-gift' | 'recent-failure' | 'recent-cancellation';

/**
 * Whom to ask for nothing now, once each with the first of the reasons: whose membership rests or waits to be claimed,
 * who gave once or bought a gift, whose payment failed, who has left. What has happened counts for 30 days. Of what was
 * bought without a sign-in the address counts that was typed: it proves nothing, and silence harms nobody.
 */
export function silencedQuery(db: Db, now: Date) {
  const from = new Date(now.getTime() - silenceDays * 24 * 3_600_000);
  const recent = (column: string) => sql`${sql.ref(column)} > ${from} and ${sql.ref(column)} <= ${now}`;
  return db
    .selectFrom(
      sql<{ subscriberId: number; reason: Silence; rank: number }>`(
        select subscriber_id, 'patron' as reason, 0 as rank from memberships where state = 'paused'
        union all
        select s.id, 'patron', 0 from memberships m join subscribers s on s.address_hash = m.claim_address_hash
        where m.subscriber_id is null and m.claimed_at is null and m.state in ('active', 'past-due') and ${isOfMode('m')}
        union all
        select subscriber_id, 'recent-gift', 1 from payments
        where purpose in ('contribution', 'gift') and ${recent('settled_at')}
        union all
        select subscriber_id, 'recent-gift', 1 from checkouts
        where state = 'completed' and purpose in ('contribution', 'gift') and ${recent('completed_at')}
        union all
        select s.id, 'recent-gift', 1 from checkouts c join subscribers s on s.address_hash = c.payer_hash
        where c.state = 'completed' and ${recent('c.completed_at')}
        union all
        select giver_subscriber_id, 'recent-gift', 1 from gifts
        where state in ('paid', 'delivered', 'claimed') and ${recent('created_at')}
        union all
        select m.subscriber_id, 'recent-failure', 2 from dunnings f join memberships m on m.id = f.membership_id
        where ${recent('f.began_at')} or ${recent('f.ended_at')} or f.outcome = 'open'
        union all
        select subscriber_id, 'recent-failure', 2 from checkouts where state = 'failed' and ${recent('created_at')}
        union all
        select subscriber_id, 'recent-failure', 2 from memberships where state = 'past-due'
        union all
        select subscriber_id, 'recent-cancellation', 3 from memberships
        where ${recent('cancelled_at')} or ${recent('ended_at')} or since is not null and ${recent('until')}
      )`.as('silenced'),
    )
    .select(['silenced.subscriberId', 'silenced.reason'])
    .distinctOn('silenced.subscriberId')
    .where('silenced.subscriberId', 'is not', null)
    .orderBy('silenced.subscriberId')
    .orderBy('silenced.rank');
}

/** Any of these, however many: a list has an end. */
export function anyOf(ids: number[]) {
  return sql<number>`any (${ids}::bigint[])`;
}

/** What people are patrons of now. */
export function selectTiersOf(db: Db, subscriberIds: number[], now: Date) {
  return db
    .selectFrom('entitlements')
    .select(['subscriberId', 'tier'])
    .where('subscriberId', '=', anyOf(subscriberIds))
    .where('since', '<=', now)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .execute();
}

/** Whose giving has changed since then. */
export async function selectChangedSince(db: Db, since: Date): Promise<number[]> {
  const { rows } = await sql<{ subscriberId: number }>`
    select distinct subscriber_id from (
      select subscriber_id from memberships where updated_at > ${since}
      union all
      select s.id from memberships m join subscribers s on s.address_hash = m.claim_address_hash
      where m.claimed_at is null and m.updated_at > ${since}
      union all
      select subscriber_id from payments where created_at > ${since} or settled_at > ${since}
      union all
      select subscriber_id from checkouts where completed_at > ${since}
      union all
      select s.id from checkouts c join subscribers s on s.address_hash = c.payer_hash where c.completed_at > ${since}
      union all
      select m.subscriber_id from dunnings f join memberships m on m.id = f.membership_id where f.began_at > ${since}
    ) changed where subscriber_id is not null`.execute(db);
  return rows.map(({ subscriberId }) => subscriberId);
}

/** Who subscribes with an address, by its keyed hash. */
export async function selectSubscriberOf(db: Db, addressHash: Buffer): Promise<number | null> {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('addressHash', '=', addressHash)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What people gave, and when: payments that were settled, and memberships that began by paying; with the mail that led there. */
export function givenQuery(db: Db) {
  return db
    .selectFrom(
      sql<{ subscriberId: number; at: Date; editionId: number | null }>`(
        select subscriber_id, settled_at as at, edition_id from payments where settled_at is not null
        union all
        select subscriber_id, since, edition_id from memberships
        where since is not null and rail in ('stripe', 'transfer')
      )`.as('given'),
    )
    .selectAll('given')
    .where('given.subscriberId', 'is not', null);
}
