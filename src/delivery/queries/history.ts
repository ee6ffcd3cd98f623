import { sql } from 'kysely';
import type { Db } from '../../db.ts';

// No batch of a send has this number: what is left of those that were pruned is counted under it.
const prunedBatch = -1;

/** Sends that ended before then and of which detail is left, the oldest first, with what of them is still pending. */
export async function selectPrunable(db: Db, endedBefore: Date) {
  const { rows } = await sql<{ editionId: number; pending: number }>`
    select s.edition_id, (
      select coalesce(sum(count), 0) from delivery_counts c
      where c.edition_id = s.edition_id and c.state in ('waiting', 'sending', 'deferred')
    )::int8 as pending
    from sends s
    where s.state in ('finished', 'cancelled') and s.finished_at < ${endedBefore}
      and (s.appeals_kept_at is not null or not ('appeal' = any (s.segments)))
      and exists (select from delivery_batches b where b.edition_id = s.edition_id)
    order by s.edition_id`.execute(db);
  return rows;
}

/**
 * The next batches of a send that is over, for the transaction that prunes them: whoever else would prune the same
 * send goes past it. None where somebody does, or where the send is no longer over.
 */
export async function holdBatches(
  trx: Db,
  editionId: number,
  endedBefore: Date,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ batch: number }>`
    with send as (
      select edition_id from sends
      where edition_id = ${editionId} and state in ('finished', 'cancelled') and finished_at < ${endedBefore}
      for no key update skip locked
    )
    select batch from delivery_batches b join send using (edition_id)
    where not exists (
      select from delivery_counts c where c.edition_id = b.edition_id and c.batch = b.batch
        and c.state in ('waiting', 'sending', 'deferred') and c.count > 0
    )
    order by batch limit ${limit}`.execute(trx);
  return rows.map(({ batch }) => batch);
}

/**
 * Deletes the rows of these batches and keeps what they were as counts, in one statement: at no moment does a count
 * miss them or have them twice. (The trigger takes them off their batches' counts.)
 */
export async function foldBatches(trx: Db, editionId: number, batches: number[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from deliveries where edition_id = ${editionId} and batch = any (${batches}::int[])
      returning subscriber_id, state, coalesce(relay, '') as relay, coalesce(reply_class, '') as reply_class,
        revision_id, variant, subject_variant
    ), tallied as (
      insert into delivery_tallies as t (edition_id, state, relay, reply_class, revision_id, variant, subject_variant, count)
      select ${editionId}::bigint, state, relay, reply_class, revision_id, variant, subject_variant, count(*)
      from gone group by 2, 3, 4, 5, 6, 7
      on conflict (edition_id, state, relay, reply_class, revision_id, variant, subject_variant)
        do update set count = t.count + excluded.count
    ), counted as (
      insert into delivery_counts as c (edition_id, batch, state, count)
      select ${editionId}::bigint, ${prunedBatch}, state, count(*) from gone group by state
      on conflict (edition_id, batch, state) do update set count = c.count + excluded.count
    ), attempts as (
      delete from delivery_attempts a using gone g
      where a.edition_id = ${editionId} and a.subscriber_id = g.subscriber_id
    )
    select count(*) as count from gone`.execute(trx);
  await sql`delete from delivery_counts
    where edition_id = ${editionId} and batch = any (${batches}::int[]) and count = 0`.execute(trx);
  await sql`delete from delivery_batches
    where edition_id = ${editionId} and batch = any (${batches}::int[])`.execute(trx);
  await sql`update sends set pruned_at = now() where edition_id = ${editionId} and pruned_at is null`.execute(
    trx,
  );
  return rows[0]?.count ?? 0;
}

/** Whether mail is being handed over, which goes before tidying up. */
export async function isSending(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('sends')
    .select('editionId')
    .where('state', 'in', ['launching', 'sending'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Deletes some of the news about persons that is older, the oldest first; those about editions alone stay. */
export async function deleteOldEvents(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from events where id in (
      select id from events where subscriber_id is not null and at < ${before} order by at limit ${limit}
    )`.execute(db);
  return Number(numAffectedRows);
}

/** Deletes some of the service mails that are older and over, the oldest first. */
export async function deleteOldServiceMails(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from service_mails where id in (
      select id from service_mails
      where created_at < ${before} and expires_at < ${before} and state not in ('waiting', 'sending', 'deferred')
      order by created_at limit ${limit}
    )`.execute(db);
  return Number(numAffectedRows);
}

/** Deletes some older reports that did nothing: those that suppressed somebody, or wait for a person, stay. */
export async function deleteOldReports(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from reports where id in (
      select id from reports
      where at < ${before} and suppression_id is null and decision in ('noted', 'counted', 'forgotten')
      order by at limit ${limit}
    )`.execute(db);
  return Number(numAffectedRows);
}

/**
 * Empties some older mails that came in and were read, and takes out who wrote them and to whom: an erasure finds them by
 * their reports only, which go by the same age. What nobody could read stays until a person has looked.
 */
export async function clearOldInbound(db: Db, before: Date, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update inbound_mails set raw = null, recipients = '{}', mail_from = '' where id in (
      select id from inbound_mails m
      where received_at < ${before} and (raw is not null or recipients <> '{}' or mail_from <> '') and read_at is not null and not exists (
        select from reports r where r.inbound_mail_id = m.id and r.undone_at is null
          and (r.decision is null or r.decision = 'kept')
      )
      order by received_at limit ${limit}
    )`.execute(db);
  return Number(numAffectedRows);
}

/** Deletes the counts of permits by which no limit can be measured any more: no relay's is longer than a day. */
export async function deleteOldWindows(db: Db): Promise<void> {
  await sql`delete from relay_windows where minute < now() - interval '2 days'`.execute(db);
}

export interface Tally {
  state: string;
  relay: string;
  replyClass: string;
  revisionId: number;
  variant: number;
  subjectVariant: number;
  count: number;
}

/** What the deliveries of a send are or were: of those whose detail is kept, its rows are read through. */
export async function selectTallies(db: Db, editionId: number): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    select state, relay, reply_class, revision_id, variant, subject_variant, sum(count)::int8 as count from (
      select state, relay, reply_class, revision_id, variant, subject_variant, count
      from delivery_tallies where edition_id = ${editionId}
      union all
      select state, coalesce(relay, ''), coalesce(reply_class, ''), revision_id, variant, subject_variant, count(*)
      from deliveries where edition_id = ${editionId} group by 1, 2, 3, 4, 5, 6
    ) rows group by 1, 2, 3, 4, 5, 6 order by 1, 7 desc, 2, 3, 4, 5, 6`.execute(db);
  return rows;
}
