import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db.ts';
import { votingMemberships } from '../../memberships/voters.ts';

/** What decides who may vote in a ballot. */
export interface Electorate {
  opening: Date;
  /** As of when. */
  at: Date;
  /** None: every tier. */
  tierIds: number[];
  complimentary: boolean;
}

/** Whether a ballot of these tiers, which may be none, is one for a tier. */
function countsTier(tierIds: RawBuilder<unknown>, tierId: RawBuilder<unknown>) {
  return sql<boolean>`(${tierIds} = '{}' or ${tierId} = any (${tierIds}))`;
}

/** Which of these ballots are for the patrons of a tier, whatever their state is; null: of none. */
export async function selectBallotsOfTier(db: Db, ids: number[], tier: string | null): Promise<number[]> {
  const rows = await db
    .selectFrom('ballots as b')
    .select('b.id')
    .where('b.id', 'in', ids)
    .where(countsTier(sql`b.tier_ids`, sql`(select t.id from tiers t where t.slug = ${tier})`))
    .execute();
  return rows.map(({ id }) => id);
}

/** Who may vote in an open ballot, once each: all in one statement, so that a launch can ask over sets. */
export function openVotersQuery(db: Db, ballotId: number, now: Date) {
  const ofBallot = <T>(column: RawBuilder<unknown>) =>
    sql<T>`(select ${column} from ballots b where b.id = ${ballotId} and b.state = 'open' and b.closes_at > ${now})`;
  return db
    .selectFrom(votingMemberships(db, ofBallot<Date>(sql`b.opened_at`), now).as('v'))
    .select(sql<number>`v.subscriber_id`.as('subscriberId'))
    .distinct()
    .where(ofBallot<boolean>(countsTier(sql`b.tier_ids`, sql`v.tier_id`)))
    .where(ofBallot<boolean>(sql`b.complimentary or v.rail <> 'complimentary'`));
}

/** Who may vote, once for each of their memberships that give a vote. */
function votersQuery(db: Db, { opening, at, tierIds, complimentary }: Electorate) {
  const query = db
    .selectFrom(votingMemberships(db, opening, at).as('v'))
    .select(['v.subscriberId', 'v.tierId'])
    .where(countsTier(sql`${tierIds}::bigint[]`, sql`v.tier_id`));
  return complimentary ? query : query.where('v.rail', '<>', 'complimentary');
}

/** Each voter once, with one tier. */
export function selectVoters(db: Db, electorate: Electorate) {
  return db
    .selectFrom(votersQuery(db, electorate).as('e'))
    .leftJoin('tiers as t', 't.id', 'e.tierId')
    .distinctOn('e.subscriberId')
    .select([sql<number>`e.subscriber_id`.as('subscriberId'), sql<string>`coalesce(t.slug, '')`.as('tier')])
    .orderBy('e.subscriberId')
    .orderBy('t.position', (order) => order.desc().nullsLast())
    .execute();
}

/** Whether one person may vote. */
export async function isVoter(db: Db, electorate: Electorate, subscriberId: number): Promise<boolean> {
  const row = await votersQuery(db, electorate)
    .where('v.subscriberId', '=', subscriberId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
