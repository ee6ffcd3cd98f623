import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { DeliveryState } from '../../db-schema.ts';
import { appealSegment } from '../segments.ts';
import { keepDoubt, keepRevival } from './attempts.ts';

/** A send's state. */
export function selectSend(db: Db, editionId: number) {
  return db.selectFrom('sends').selectAll().where('editionId', '=', editionId).executeTakeFirst();
}

/** How many rows a send has in each state, from the kept counts. */
export function selectCounts(db: Db, editionId: number) {
  return db
    .selectFrom('deliveryCounts')
    .select(['state', (count) => count.fn.sum<number>('count').as('count')])
    .where('editionId', '=', editionId)
    .groupBy('state')
    .execute();
}

/** How often people followed the links of an edition, in all its texts; null where none of them is counted. */
export async function selectClicks(db: Db, editionId: number): Promise<number | null> {
  const row = await db
    .selectFrom('links as l')
    .innerJoin('editionRevisions as r', 'r.id', 'l.revisionId')
    .select((from) => from.fn.sum<number | null>('l.people').as('clicks'))
    .where('r.editionId', '=', editionId)
    .executeTakeFirst();
  return row?.clicks ?? null;
}

/** Moves a send from one of these states to another, and gives the one it was in; null where it is in none of them. */
export async function moveSend(
  db: Db,
  editionId: number,
  from: string[],
  to: string,
  reason: string | null,
): Promise<string | null> {
  const row = await db
    .with('held', (held) =>
      held
        .selectFrom('sends')
        .select(['editionId', 'state'])
        .where('editionId', '=', editionId)
        .where('state', 'in', from)
        .forUpdate(),
    )
    .updateTable('sends')
    .from('held')
    .set({ state: to, reason, notBefore: null, ...(to === 'cancelled' ? { finishedAt: new Date() } : {}) })
    .whereRef('sends.editionId', '=', 'held.editionId')
    .returning('held.state')
    .executeTakeFirst();
  return row?.state ?? null;
}

/** Ends what nobody has in hand of a send that is over: its rows get this state, and its batches are finished. */
export async function endPending(
  db: Db,
  editionId: number,
  state: 'cancelled' | 'failed',
  reason: string,
): Promise<void> {
  await sql`update deliveries set state = ${state}::delivery_state, reason = ${reason}, 
      reply_class = case when ${state}::text = 'failed' then case when reply_class = 'sender' then 'sender' else 'expired' end end, updated_at = now()
    where edition_id = ${editionId} and state in ('waiting', 'deferred')`.execute(db);
  await sql`update delivery_batches b set finished_at = now() where edition_id = ${editionId} and finished_at is null and not exists (
    select from deliveries d where d.edition_id = b.edition_id and d.batch = b.batch and d.state in ('waiting', 'deferred', 'sending'))`.execute(
    db,
  );
}

/** Batches that are due and have no live lease: a lost job is found here. */
export function selectDueBatches(db: Db, limit: number) {
  return db
    .selectFrom('deliveryBatches as b')
    .innerJoin('sends as s', 's.editionId', 'b.editionId')
    .select(['b.editionId', 'b.batch', 's.priority'])
    .where('s.state', '=', 'sending')
    .where('s.expiresAt', '>', sql<Date>`now()`)
    .where((where) =>
      where.or([where('s.notBefore', 'is', null), where('s.notBefore', '<=', sql<Date>`now()`)]),
    )
    .where('b.finishedAt', 'is', null)
    .where('b.dueAt', '<=', sql<Date>`now()`)
    .where((where) =>
      where.or([where('b.leaseId', 'is', null), where('b.leaseUntil', '<', sql<Date>`now()`)]),
    )
    .orderBy('s.priority', 'desc')
    .orderBy('b.editionId')
    .orderBy('b.batch')
    .limit(limit)
    .execute();
}

/** Rows that a dead worker had in hand, and nobody has taken up since: in doubt. */
export async function doubtAbandoned(db: Db): Promise<void> {
  await sql`
    with doubt as (
      update deliveries d set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
      from sends s join delivery_counts c using (edition_id) join delivery_batches b using (edition_id, batch)
      where (s.state in ('sending', 'paused') or s.finished_at > now() - interval '1 day')
        and c.state = 'sending' and c.count > 0 and (b.lease_id is null or b.lease_until < now())
        and d.edition_id = c.edition_id and d.batch = c.batch and d.state = 'sending'
      returning d.edition_id, d.subscriber_id, d.attempt, d.reason
    ), ${sql.raw(keepDoubt)}
    select 1`.execute(db);
}

/**
 * Opens batches and sends again that were ended although a row of them is pending: who makes one wait again (a person, a
 * late outcome) and who ends its batch at the same moment do not see each other.
 */
export async function reopenEnded(db: Db): Promise<void> {
  await sql`
    with reopened as (
      update delivery_batches b set finished_at = null, due_at = least(b.due_at, now())
      from sends s join delivery_counts c using (edition_id)
      where (s.state in ('sending', 'paused') or s.finished_at > now() - interval '1 day')
        and c.count > 0 and c.state in ('waiting', 'deferred', 'sending')
        and b.edition_id = c.edition_id and b.batch = c.batch and b.finished_at is not null
      returning b.edition_id
    )
    update sends s set state = 'sending', finished_at = null
    where s.state = 'finished' and s.finished_at > now() - interval '1 day' and (
      s.edition_id in (select edition_id from reopened)
      or exists (select from delivery_batches b where b.edition_id = s.edition_id and b.finished_at is null))`.execute(
    db,
  );
}

/** Sends that are not as they should be: still launching, past their expiry, through, or cancelled with rows left. */
export function selectUnsettledSends(db: Db) {
  return db
    .selectFrom('sends as s')
    .select(['s.editionId', 's.state', sql<boolean>`s.expires_at <= now()`.as('expired')])
    .where((where) => {
      const hasOpenBatch = where.exists(
        where
          .selectFrom('deliveryBatches as b')
          .select('b.batch')
          .whereRef('b.editionId', '=', 's.editionId')
          .where('b.finishedAt', 'is', null),
      );
      const isLive = where('s.state', 'in', ['sending', 'paused']);
      return where.or([
        where('s.state', '=', 'launching'),
        where.and([isLive, where('s.expiresAt', '<=', sql<Date>`now()`)]),
        where.and([isLive, where.not(hasOpenBatch)]),
        where.and([
          where('s.state', '=', 'cancelled'),
          where('s.finishedAt', '>', sql<Date>`now() - interval '1 day'`),
          hasOpenBatch,
        ]),
      ]);
    })
    .execute();
}

/**
 * Makes the uncertain of a send wait again, as a person has decided: some of them may get two. Those who have said
 * "no" meanwhile are suppressed. The first mail may have asked for money, and is counted so; the second one does not.
 * Gives how many wait.
 */
export async function reviveUncertain(db: Db, editionId: number, expiresAt: Date): Promise<number> {
  const { rows } = await sql<{ batch: number; state: DeliveryState }>`
    with revived as (
      update deliveries set updated_at = now(), due_at = now(), attempt_id = null, reason = withdrawn,
        keeps_revision = true,
        variant = (variant & ~coalesce((select 1 << (n - 1)::int
          from sends s, unnest(s.segments) with ordinality as one (name, n)
          where s.edition_id = ${editionId} and name = ${appealSegment}), 0))::smallint,
        state = case when withdrawn is null then 'waiting' else 'suppressed' end::delivery_state
      where edition_id = ${editionId} and state = 'uncertain'
      returning edition_id, subscriber_id, attempt, batch, state
    ), ${sql.raw(keepRevival)}
    select batch, state from revived`.execute(db);
  const waiting = rows.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return 0;
  const batches = [...new Set(waiting.map(({ batch }) => batch))];
  await sql`update delivery_batches set finished_at = null, due_at = now()
    where edition_id = ${editionId} and batch = any (${batches}::int[])`.execute(db);
  await sql`update sends set state = case when state = 'finished' then 'sending' else state end, finished_at = null,
      expires_at = greatest(expires_at, ${expiresAt}) where edition_id = ${editionId}`.execute(db);
  return waiting.length;
}

/**
 * A person's "no" to every delivery it still reaches, also in mid-send. Rows in hand, those in doubt, and those of sends
 * that go on which are suppressed already, keep their state and remember it: what stopped them first may be taken back.
 */
export async function withdrawRows(
  db: Db,
  subscriberId: number,
  newsletterId: number | null,
  reason: string,
): Promise<void> {
  await sql`
    update deliveries d set withdrawn = ${reason}, updated_at = now(),
      state = case when d.state in ('waiting', 'deferred') then 'suppressed' else d.state end,
      reason = case when d.state in ('waiting', 'deferred') then ${reason} else d.reason end
    from editions e
    where e.id = d.edition_id and d.subscriber_id = ${subscriberId}
      and (d.state in ('waiting', 'deferred', 'sending', 'uncertain')
        or d.state = 'suppressed' and d.withdrawn is distinct from ${reason} and exists (
          select from sends s where s.edition_id = d.edition_id and s.state in ('launching', 'sending', 'paused')))
      and (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)`.execute(db);
}
