import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Who got which text of an edition, the first revision first; `pending` is what would get it now. */
export interface RevisionCount {
  revision: number;
  hash: string;
  sent: number;
  uncertain: number;
  inHand: number;
  pending: number;
}

/** A send, held until the transaction ends: two corrections come one after the other. */
export function holdSendRow(db: Db, editionId: number) {
  return db
    .selectFrom('sends')
    .selectAll()
    .where('editionId', '=', editionId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether any row would take another revision when it is claimed. Only open batches can hold one. */
export async function hasRowsToCorrect(db: Db, editionId: number): Promise<boolean> {
  const row = await db
    .selectFrom('deliveryBatches as b')
    .innerJoin('deliveries as d', (join) =>
      join.onRef('d.editionId', '=', 'b.editionId').onRef('d.batch', '=', 'b.batch'),
    )
    .select('d.subscriberId')
    .where('b.editionId', '=', editionId)
    .where('b.finishedAt', 'is', null)
    .where('d.state', 'in', ['waiting', 'deferred'])
    .where('d.keepsRevision', '=', false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The mails of one revision of a send, a subject each. */
export function selectMailsOfRevision(db: Db, editionId: number, revisionId: number | null) {
  return db
    .selectFrom('sendMails')
    .select(['subjectVariant', 'envelope'])
    .where('editionId', '=', editionId)
    .where('revisionId', '=', revisionId)
    .orderBy('subjectVariant')
    .execute();
}

/** Turns a send to another revision. */
export async function setSendRevision(db: Db, editionId: number, revisionId: number): Promise<void> {
  await db.updateTable('sends').set({ revisionId }).where('editionId', '=', editionId).execute();
}

/** What the bits of a send's variants are. */
export async function setSendSegments(db: Db, editionId: number, segments: string[]): Promise<void> {
  await db.updateTable('sends').set({ segments }).where('editionId', '=', editionId).execute();
}

/**
 * How many of a send's rows have, or will have, each of its revisions. With a single one the kept counts say it; else
 * the rows are counted, and what was kept of those that are pruned.
 */
export async function selectRevisionCounts(db: Db, editionId: number): Promise<RevisionCount[]> {
  const { rows } = await sql<RevisionCount>`
    with texts as (select distinct revision_id from send_mails where edition_id = ${editionId}),
    counted as (
      select revision_id, state, count(*) as count from (
        select d.state, case when d.state in ('waiting', 'deferred') and not d.keeps_revision
          then coalesce(s.revision_id, d.revision_id) else d.revision_id end as revision_id
        from deliveries d join sends s using (edition_id)
        where d.edition_id = ${editionId} and (select count(*) from texts) > 1
      ) each_row group by 1, 2
      union all
      select revision_id, state, count from delivery_tallies
      where edition_id = ${editionId} and (select count(*) from texts) > 1
      union all
      select (select min(revision_id) from texts), state, count from delivery_counts
      where edition_id = ${editionId} and (select count(*) from texts) = 1
    )
    select r.number as revision, r.hash,
      coalesce(sum(count) filter (where state = 'sent'), 0) as sent,
      coalesce(sum(count) filter (where state = 'uncertain'), 0) as uncertain,
      coalesce(sum(count) filter (where state = 'sending'), 0) as in_hand,
      coalesce(sum(count) filter (where state in ('waiting', 'deferred')), 0) as pending
    from texts join edition_revisions r on r.id = texts.revision_id left join counted using (revision_id)
    group by r.number, r.hash order by r.number`.execute(db);
  return rows;
}
