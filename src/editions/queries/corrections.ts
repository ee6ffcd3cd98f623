import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Corrections } from '../../db-schema.ts';
import { suppressedNow } from '../../delivery/suppress.ts';
import { confirmedAudience } from '../../subscribers/audience.ts';

/** Keeps a correction; gives its id. */
export async function insertCorrection(db: Db, values: Insertable<Corrections>): Promise<number> {
  const { id } = await db.insertInto('corrections').values(values).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** The id of the correction that a form has written, if it has. */
export function selectWrittenOnce(db: Db, once: string) {
  return db.selectFrom('corrections').select('id').where('once', '=', once).executeTakeFirst();
}

/** One correction, with when what was wrong went out. */
export function selectCorrection(db: Db, id: number) {
  return db
    .selectFrom('corrections as c')
    .innerJoin('editions as e', 'e.id', 'c.editionId')
    .selectAll('c')
    .select(['e.launchedAt', 'e.timeZone', 'e.language'])
    .where('c.id', '=', id)
    .executeTakeFirst();
}

/** The corrections of an edition, the newest first, with the edition that carries one alone. */
export function selectCorrectionsOf(db: Db, editionId: number) {
  return db
    .selectFrom('corrections as c')
    .leftJoin('editions as e', (join) =>
      join.onRef('e.correctionId', '=', 'c.id').on('e.state', '<>', 'cancelled'),
    )
    .innerJoin('editions as w', 'w.id', 'c.editionId')
    .selectAll('c')
    .select(['w.launchedAt', 'w.timeZone', 'w.language', 'e.id as ownEditionId', 'e.state as ownState'])
    .where('c.editionId', '=', editionId)
    .orderBy('c.id', 'desc')
    .execute();
}

/** Corrections of a newsletter that its digests still take up, the oldest first. */
export function selectOpenCorrections(db: Db, newsletterId: number, since: Date) {
  return db
    .selectFrom('corrections as c')
    .innerJoin('editions as e', 'e.id', 'c.editionId')
    .selectAll('c')
    .select(['e.launchedAt', 'e.timeZone', 'e.language'])
    .where('e.newsletterId', '=', newsletterId)
    .where('c.endedAt', 'is', null)
    .where('c.createdAt', '>', since)
    .orderBy('c.id')
    .execute();
}

/** Has no digest take a correction up any more; false where that is so already. */
export async function endCorrectionRow(db: Db, id: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('corrections')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The edition that carries a correction alone, if there is one. */
export function selectOwnEdition(db: Db, correctionId: number) {
  return db
    .selectFrom('editions')
    .select(['id', 'state'])
    .where('correctionId', '=', correctionId)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst();
}

/** The drafts of a newsletter that a correction can be put into. */
export function selectDrafts(db: Db, newsletterId: number) {
  return db
    .selectFrom('editions')
    .select(['id', 'number', 'state'])
    .where('newsletterId', '=', newsletterId)
    .where('state', 'in', ['draft', 'approved', 'scheduled'])
    .where('correctionId', 'is', null)
    .orderBy('id')
    .execute();
}

/**
 * Who got a text that was wrong, or may have got it, and has not been told yet in a mail that is under way or there: a
 * mail that failed has told nobody. One statement over sets, for as many as there are.
 */
export function correctionMembersQuery(db: Db, id: number) {
  const segment = `correction:${id}`;
  return db
    .selectFrom(
      sql<{ subscriberId: number }>`(
        with wrong as (
          select d.subscriber_id from corrections c join deliveries d on d.edition_id = c.edition_id
          where c.id = ${id} and d.revision_id = any (c.revision_ids) and d.state in ('sent', 'uncertain')
        ), carriers as (
          select s.edition_id, case when e.correction_id is null
            then 1 << (array_position(s.segments, ${segment}) - 1) end as bit
          from sends s join editions e on e.id = s.edition_id
          where s.launched_at > (select created_at from corrections where id = ${id})
            and (e.correction_id = ${id} or ${segment} = any (s.segments))
        ), told as (
          select d.subscriber_id from carriers c join deliveries d using (edition_id)
          where (c.bit is null or d.variant & c.bit <> 0) and d.state not in ('failed', 'cancelled', 'suppressed')
        )
        select w.subscriber_id from wrong w
        where not exists (select from told t where t.subscriber_id = w.subscriber_id)
      )`.as('members'),
    )
    .select('members.subscriberId');
}

/** How many of them can be mailed now: who still subscribes, and is not suppressed. */
export async function countReachable(
  db: Db,
  { id, newsletterId }: { id: number; newsletterId: number },
): Promise<number> {
  const row = await db
    .selectFrom(confirmedAudience(db, newsletterId).as('readers'))
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('readers.subscriberId', 'in', correctionMembersQuery(db, id))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(suppressedNow(db).where(sql<boolean>`'bulk' = any (streams)`).as('no'))
            .select('no.addressHash')
            .whereRef('no.addressHash', '=', 'readers.addressHash')
            .where((where) =>
              where.or([where('no.newsletterId', 'is', null), where('no.newsletterId', '=', newsletterId)]),
            ),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Whether anybody is left who has not been told. */
export async function hasMembers(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom(correctionMembersQuery(db, id).as('members'))
    .select('members.subscriberId')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Launches that carry corrections, one at a time: each sees whom the one before it tells. Held until the transaction ends. */
export async function lockCorrections(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('corrections', 0))`.execute(db);
}

/** Which of these corrections somebody wrote and nobody else has seen: it stood in no text that another person approved. */
export function selectUnseenOf(db: Db, newsletterId: number, ids: number[], by: string) {
  return db
    .selectFrom('corrections as c')
    .select(['c.id', 'c.createdAt'])
    .where('c.id', 'in', ids)
    .where('c.createdBy', '=', by)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('editions as e')
            .innerJoin('editionRevisions as r', 'r.editionId', 'e.id')
            .innerJoin('approvals as p', 'p.revisionId', 'r.id')
            .select('r.id')
            .where('e.newsletterId', '=', newsletterId)
            .whereRef('r.createdAt', '>', 'c.createdAt')
            .whereRef('p.approvedBy', '<>', 'c.createdBy')
            .where('p.byRule', '=', false)
            .where(
              sql<boolean>`r.content -> 'blocks' @> jsonb_build_array(jsonb_build_object('audience', 'correction:' || c.id))`,
            ),
        ),
      ),
    )
    .execute();
}
