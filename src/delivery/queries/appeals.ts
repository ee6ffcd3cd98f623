import { sql } from 'kysely';
import type { Db } from '../../db.ts';

const inTheWay = sql`('failed', 'cancelled')`;
const isOver = sql`('failed', 'cancelled', 'suppressed')`;

/**
 * How often readers were asked for money in mails that may have reached them since then, across all newsletters; those
 * who would have been asked and were held back count alike, so that both stay comparable. Of a send that is over the
 * kept lists tell it, of others its rows: there who is suppressed may wait again.
 */
export function recentAppealsQuery(db: Db, since: Date) {
  return db
    .selectFrom(
      sql<{ subscriberId: number }>`(
        select unnest(k.subscriber_ids) as subscriber_id
        from sends s join appeals_kept k on k.edition_id = s.edition_id
        where 'appeal' = any (s.segments) and s.appeals_kept_at is not null
          and (s.finished_at is null or s.finished_at > ${since})
        union all
        select d.subscriber_id from deliveries d
        where d.edition_id = any (array(
            select s.edition_id from sends s
            where 'appeal' = any (s.segments) and s.appeals_kept_at is null
              and (s.finished_at is null or s.finished_at > ${since})
          ))
          and d.appeal_decision in ('shown', 'held-back') and d.state not in ${inTheWay}
      )`.as('asked'),
    )
    .select(['asked.subscriberId', sql<number>`count(*)::int8`.as('appeals')])
    .groupBy('asked.subscriberId');
}

/** How often one person was asked so: the same, for one. */
export async function countRecentAppeals(db: Db, subscriberId: number, since: Date): Promise<number> {
  const { rows } = await sql<{ appeals: number }>`
    select count(*) as appeals from sends s
    left join deliveries d on s.appeals_kept_at is null and d.edition_id = s.edition_id
      and d.subscriber_id = ${subscriberId}
    where 'appeal' = any (s.segments) and (s.finished_at is null or s.finished_at > ${since}) and (
      d.appeal_decision = 'shown' and d.state not in ${inTheWay}
      or s.appeals_kept_at is not null and exists (
        select from appeals_kept k
        where k.edition_id = s.edition_id and k.decision = 'shown' and ${subscriberId}::bigint = any (k.subscriber_ids)))`.execute(
    db,
  );
  return rows[0]?.appeals ?? 0;
}

/** Launches that ask for money, one at a time: each sees whom the one before it asks. Held until the transaction ends. */
export async function lockAppeals(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('appeals', 0))`.execute(db);
}

/** Sends with appeals that are over and of which it is not yet written down. */
export async function selectUnkeptSends(db: Db): Promise<number[]> {
  const { rows } = await sql<{ editionId: number }>`
    select edition_id from sends
    where 'appeal' = any (segments) and finished_at is not null and appeals_kept_at is null order by edition_id`.execute(
    db,
  );
  return rows.map(({ editionId }) => editionId);
}

/** Writes down whom the appeals of a send that is over may have reached, and how often each decision was made. */
export async function insertKeptAppeals(db: Db, editionId: number): Promise<void> {
  await sql`
    insert into appeals_kept (edition_id, decision, part, subscriber_ids)
    select edition_id, appeal_decision, batch, array_agg(subscriber_id order by subscriber_id) from deliveries
    where edition_id = ${editionId} and appeal_decision in ('shown', 'held-back') and state not in ${isOver}
    group by 1, 2, 3
    on conflict (edition_id, decision, part) do update set subscriber_ids = excluded.subscriber_ids`.execute(
    db,
  );
  await sql`
    update sends set appeals_kept_at = now(), appeal_counts = (
      select coalesce(jsonb_object_agg(decision, count), '{}') from (${countsSql(editionId)}) counted)
    where edition_id = ${editionId}`.execute(db);
}

/** A send that is over and not yet written down, held; none where somebody else does it. */
export async function holdUnkept(db: Db, editionId: number): Promise<boolean> {
  const { rows } = await sql`
    select from sends where edition_id = ${editionId} and finished_at is not null and appeals_kept_at is null
    for no key update skip locked`.execute(db);
  return rows.length > 0;
}

/** Deletes the lists of sends that ended before then. */
export async function deleteOldAppeals(db: Db, before: Date): Promise<void> {
  await sql`delete from appeals_kept k using sends s
    where s.edition_id = k.edition_id and s.finished_at < ${before}`.execute(db);
}

/** How often each decision was made in an edition: as it was kept, else from its rows. */
export async function selectAppealCounts(db: Db, editionId: number): Promise<Record<string, number> | null> {
  const { rows } = await sql<{ counts: Record<string, number> | null }>`
    select coalesce(appeal_counts, (
      select jsonb_object_agg(decision, count) from (${countsSql(editionId)}) counted)) as counts
    from sends where edition_id = ${editionId}`.execute(db);
  return rows[0]?.counts ?? null;
}

function countsSql(editionId: number) {
  return sql`select coalesce(appeal_decision, 'no-appeal') as decision, count(*) as count
    from deliveries where edition_id = ${editionId} group by 1`;
}

/** Whom an edition's appeal may have reached, and who was held back, once each. */
export function appealedQuery(db: Db, editionIds: number[]) {
  return db
    .selectFrom(
      sql<{ editionId: number; subscriberId: number; decision: 'shown' | 'held-back' }>`(
        select edition_id, unnest(subscriber_ids) as subscriber_id, decision from appeals_kept
        where edition_id = any (${editionIds}::bigint[])
        union all
        select d.edition_id, d.subscriber_id, d.appeal_decision from deliveries d join sends s using (edition_id)
        where d.edition_id = any (${editionIds}::bigint[]) and s.appeals_kept_at is null
          and d.appeal_decision in ('shown', 'held-back') and d.state not in ${isOver}
      )`.as('appealed'),
    )
    .select(['appealed.editionId', 'appealed.subscriberId', 'appealed.decision']);
}

/** Sends that asked for money and were launched within these days. */
export function selectSendsWithAppeals(db: Db, from: Date, to: Date) {
  return db
    .selectFrom('sends')
    .select(['editionId', 'launchedAt'])
    .where(sql<boolean>`'appeal' = any (segments)`)
    .where('launchedAt', '>=', from)
    .where('launchedAt', '<=', to)
    .orderBy('editionId')
    .execute();
}
