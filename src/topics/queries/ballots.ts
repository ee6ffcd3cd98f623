import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Ballots } from '../../db-schema.ts';

/** Adds a ballot with its options. */
export async function insertBallot(
  db: Db,
  values: Insertable<Ballots>,
  options: Array<{ title: string; details: string; topicId: number | null }>,
) {
  const ballot = await db.insertInto('ballots').values(values).returningAll().executeTakeFirstOrThrow();
  await insertOptions(db, ballot.id, options);
  return ballot;
}

/** Gives a ballot other options. */
export async function replaceOptions(
  db: Db,
  ballotId: number,
  options: Array<{ title: string; details: string; topicId: number | null }>,
): Promise<void> {
  await db.deleteFrom('ballotOptions').where('ballotId', '=', ballotId).execute();
  await insertOptions(db, ballotId, options);
}

async function insertOptions(
  db: Db,
  ballotId: number,
  options: Array<{ title: string; details: string; topicId: number | null }>,
): Promise<void> {
  const rows = options.map((option, index) => ({ ballotId, position: index + 1, ...option }));
  await db.insertInto('ballotOptions').values(rows).execute();
}

/** One ballot by its slug. */
export function selectBallot(db: Db, slug: string) {
  return db.selectFrom('ballots').selectAll().where('slug', '=', slug).executeTakeFirst();
}

/** One ballot by its id. */
export function selectBallotById(db: Db, id: number) {
  return db.selectFrom('ballots').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One ballot, held until the transaction ends: nobody votes in it meanwhile. */
export function lockBallot(db: Db, id: number) {
  return db.selectFrom('ballots').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** One ballot, which stays as it is until the transaction ends; others may vote at the same time. */
export function shareBallot(db: Db, id: number) {
  return db.selectFrom('ballots').selectAll().where('id', '=', id).forShare().executeTakeFirst();
}

/** A ballot's options in their order. */
export function selectOptions(db: Db, ballotIds: number[]) {
  if (ballotIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('ballotOptions')
    .selectAll()
    .where('ballotId', 'in', ballotIds)
    .orderBy('ballotId')
    .orderBy('position')
    .execute();
}

/** Changes a ballot. */
export async function updateBallot(db: Db, id: number, values: Updateable<Ballots>): Promise<void> {
  await db
    .updateTable('ballots')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .execute();
}

/** Writes the result down, option by option. */
export async function updateCounts(db: Db, ballotId: number, counts: number[]): Promise<void> {
  await sql`update ballot_options o set votes = c.votes
    from unnest(${counts}::integer[]) with ordinality c (votes, position)
    where o.ballot_id = ${ballotId} and o.position = c.position`.execute(db);
}

/** Ballots of these states, the newest first; those that never opened only together with drafts. */
export function selectBallots(db: Db, states: string[], limit: number) {
  return db
    .selectFrom('ballots')
    .selectAll()
    .where('state', 'in', states)
    .where((where) => (states.includes('draft') ? where.lit(true) : where('openedAt', 'is not', null)))
    .orderBy(sql`coalesce(closed_at, closes_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Drafts whose opening has come, and open ballots whose end has. */
export function selectDue(db: Db, now: Date) {
  return db
    .selectFrom('ballots')
    .select(['id', 'state'])
    .where((where) =>
      where.or([
        where.and([where('state', '=', 'draft'), where('opensAt', '<=', now), where('closesAt', '>', now)]),
        where.and([where('state', '=', 'open'), where('closesAt', '<=', now)]),
      ]),
    )
    .orderBy('id')
    .execute();
}

/** Open ballots that were last seen to before then: their order, and their live totals. */
export function selectToTidy(db: Db, before: Date) {
  return db
    .selectFrom('ballots')
    .select(['id', 'live'])
    .where('state', '=', 'open')
    .where((where) => where.or([where('shuffledAt', 'is', null), where('shuffledAt', '<=', before)]))
    .execute();
}

/** Notes the live totals as they are told from now on, and those that come next. */
export async function updateTold(db: Db, id: number, told: object): Promise<void> {
  await db
    .updateTable('ballots')
    .set({ told: json(told) })
    .where('id', '=', id)
    .execute();
}

/** Takes the salt away from ballots that were over before then, with all that was to come of them. */
export async function forgetSalts(db: Db, before: Date): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('ballots as b')
    .set({ salt: null })
    .where('b.salt', 'is not', null)
    .where('b.state', 'in', ['closed', 'voided'])
    .where(sql<boolean>`coalesce(b.voided_at, b.closed_at) < ${before}`)
    .where(sql<boolean>`not exists (select from promises p where p.ballot_id = b.id
      and (p.state = 'open' or p.ended_at >= ${before}))`)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
