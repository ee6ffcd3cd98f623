import { sql } from 'kysely';
import type { Db } from '../../db.ts';

export interface VoteRow {
  voter: Buffer;
  choices: number[];
  mark: Buffer;
}

/** Keeps a vote; one that its voter gave before gives way to it. */
export async function upsertVote(db: Db, ballotId: number, { voter, choices, mark }: VoteRow): Promise<void> {
  await db
    .insertInto('ballotVotes')
    .values({ ballotId, voter, choices, mark })
    .onConflict((conflict) => conflict.columns(['ballotId', 'voter']).doUpdateSet({ choices, mark }))
    .execute();
}

/** One voter's vote. */
export function selectVote(db: Db, ballotId: number, voter: Buffer) {
  return db
    .selectFrom('ballotVotes')
    .select(['choices', 'mark'])
    .where('ballotId', '=', ballotId)
    .where('voter', '=', voter)
    .executeTakeFirst();
}

/** Every vote of a ballot, by the voters' hashes: an order that says nothing. */
export function selectVotes(db: Db, ballotId: number): Promise<VoteRow[]> {
  return db
    .selectFrom('ballotVotes')
    .select(['voter', 'choices', 'mark'])
    .where('ballotId', '=', ballotId)
    .orderBy('voter')
    .execute();
}

/** Who voted for one option. */
export async function selectVotersFor(db: Db, ballotId: number, position: number): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('ballotVotes')
    .select('voter')
    .where('ballotId', '=', ballotId)
    .where(sql<boolean>`${position}::smallint = any (choices)`)
    .execute();
  return rows.map(({ voter }) => voter);
}

/** How many votes are in, whether they count or not. */
export async function countVotes(db: Db, ballotId: number): Promise<number> {
  const { count } = await db
    .selectFrom('ballotVotes')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('ballotId', '=', ballotId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Takes votes away that do not count. */
export async function deleteVotes(db: Db, ballotId: number, voters: Buffer[]): Promise<void> {
  await sql`delete from ballot_votes where ballot_id = ${ballotId} and voter = any (${voters}::bytea[])`.execute(
    db,
  );
}

/** Takes every vote of a ballot away. */
export async function deleteAllVotes(db: Db, ballotId: number): Promise<void> {
  await db.deleteFrom('ballotVotes').where('ballotId', '=', ballotId).execute();
}

/**
 * Writes all votes of a ballot anew, in the order of the voters' hashes and in one transaction: where a row lies, and
 * which transaction wrote it, no longer say who voted after whom.
 */
export async function rewriteVotes(db: Db, ballotId: number): Promise<void> {
  await sql`with taken as (delete from ballot_votes where ballot_id = ${ballotId} returning *)
    insert into ballot_votes select * from taken order by voter`.execute(db);
}

/** Whether votes have come or changed since they were last written anew: that was one transaction. */
export async function hasOrder(db: Db, ballotId: number): Promise<boolean> {
  const { rows } = await sql<{ written: number }>`select count(distinct xmin::text)::integer as written
    from ballot_votes where ballot_id = ${ballotId}`.execute(db);
  return (rows[0]?.written ?? 0) > 1;
}
