import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Topics } from '../../db-schema.ts';

/** Adds a topic. */
export function insertTopic(db: Db, values: Insertable<Topics>) {
  return db.insertInto('topics').values(values).returningAll().executeTakeFirstOrThrow();
}

/** One topic. */
export function selectTopic(db: Db, id: number) {
  return db.selectFrom('topics').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One topic, held until the transaction ends. */
export function lockTopic(db: Db, id: number) {
  return db.selectFrom('topics').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Changes a topic. */
export function updateTopic(db: Db, id: number, values: Updateable<Topics>) {
  return db.updateTable('topics').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Topics of one state or of all, the newest first, with how many people suggested each, those merged into it too. */
export function selectTopics(db: Db, state: string | null, limit: number) {
  let query = db
    .selectFrom('topics as t')
    .selectAll('t')
    .select(suggestedBy.as('suggestedBy'))
    .orderBy('t.id', 'desc')
    .limit(limit);
  if (state !== null) query = query.where('t.state', '=', state);
  return query.execute();
}

const suggestedBy = sql<number>`(select count(distinct s.subscriber_id) from suggestions s
  join topics o on o.id = s.topic_id where o.id = t.id or o.merged_into = t.id)`;

/** The topics that were merged into one. */
export function selectMergedInto(db: Db, id: number) {
  return db.selectFrom('topics').select(['id', 'title']).where('mergedInto', '=', id).orderBy('id').execute();
}

/** Leads what was merged into one topic on to another. */
export async function moveMerged(db: Db, from: number, to: number): Promise<void> {
  await db.updateTable('topics').set({ mergedInto: to }).where('mergedInto', '=', from).execute();
}

/** Whether a topic stands in a ballot that is still to be decided. */
export async function isOnBallot(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('ballotOptions as o')
    .innerJoin('ballots as b', 'b.id', 'o.ballotId')
    .select('o.ballotId')
    .where('o.topicId', '=', id)
    .where('b.state', 'in', ['draft', 'open'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes a person's suggestion. */
export function insertSuggestion(
  db: Db,
  values: { topicId: number; subscriberId: number; title: string; details: string; createdAt: Date },
) {
  return db.insertInto('suggestions').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Makes what one person suggests at the same time come one after the other. */
export async function lockSuggester(db: Db, subscriberId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('suggest', ${subscriberId}))`.execute(db);
}

/** How many suggestions a person has made since then. */
export async function countSuggestions(db: Db, subscriberId: number, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('suggestions')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

/** A person's own suggestion of exactly these words, if there is one. */
export function selectSame(db: Db, subscriberId: number, title: string) {
  return db
    .selectFrom('suggestions')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('title', '=', title)
    .executeTakeFirst();
}

/** What one person suggested and what came of it, the newest first. */
export function selectSuggestionsOf(db: Db, subscriberId: number, limit: number) {
  return db
    .selectFrom('suggestions as s')
    .innerJoin('topics as t', 't.id', 's.topicId')
    .leftJoin('topics as into', 'into.id', 't.mergedInto')
    .select([
      's.id',
      's.title',
      's.createdAt',
      't.id as topicId',
      't.state',
      't.reason',
      'into.title as intoTitle',
      'into.state as intoState',
      'into.reason as intoReason',
    ])
    .where('s.subscriberId', '=', subscriberId)
    .orderBy('s.id', 'desc')
    .limit(limit)
    .execute();
}

/** Who is to be told what came of a topic: each of its suggesters, also of those merged into it. */
export function selectSuggesters(db: Db, topicId: number) {
  return db
    .selectFrom('suggestions as s')
    .innerJoin('topics as t', 't.id', 's.topicId')
    .innerJoin('subscribers as p', 'p.id', 's.subscriberId')
    .select(['s.id', 's.subscriberId', 'p.address', 'p.addressHash', 'p.language'])
    .where((where) => where.or([where('t.id', '=', topicId), where('t.mergedInto', '=', topicId)]))
    .orderBy('s.id')
    .execute();
}

/** One suggestion with what came of it, for its mail. */
export function selectSuggestion(db: Db, id: number) {
  return db
    .selectFrom('suggestions as s')
    .innerJoin('topics as t', 't.id', 's.topicId')
    .leftJoin('topics as into', 'into.id', 't.mergedInto')
    .select(['s.title', 't.state', 't.reason', 'into.title as intoTitle'])
    .where('s.id', '=', id)
    .executeTakeFirst();
}
