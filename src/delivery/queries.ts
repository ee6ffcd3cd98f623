import { type Insertable, type SelectQueryBuilder, sql } from 'kysely';
import type pg from 'pg';
import { type Db, json } from '../db.ts';
import type { DeliveryState, ServiceMails, Suppressions } from '../db-schema.ts';
import type { ReplyClass } from './classify.ts';
import type { RenderedMail } from './compile.ts';

// Launch ----------------------------------------------------------------------------------------------------

/** The columns that an audience has: one row a person. */
export interface AudienceRow {
  subscriberId: number;
  address: string;
  addressHash: Buffer;
  name: string;
  /** 0 for readers who do not pay, 1 for patrons. */
  variant: number;
  clickPerson: boolean;
  dueAt: Date;
}

// Whatever tables it is composed of, only its columns matter here.
// oxlint-disable-next-line typescript/no-explicit-any
export type Audience = SelectQueryBuilder<any, any, AudienceRow>;

/** Opens a send; nothing where the edition has one. */
export async function insertSend(
  db: Db,
  values: { editionId: number; priority: number; expiresAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('sends')
    .values({ ...values, state: 'launching' })
    .onConflict((conflict) => conflict.column('editionId').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Keeps a send's rendered mails. */
export async function insertSendMails(
  db: Db,
  editionId: number,
  revisionId: number,
  mails: RenderedMail[],
): Promise<void> {
  const rows = mails.map(({ envelope, subject, html, text }, subjectVariant) => ({
    editionId,
    revisionId,
    subjectVariant,
    subject,
    html,
    text,
    envelope: json(envelope),
  }));
  await db.insertInto('sendMails').values(rows).execute();
}

/**
 * Freezes the audience into the ledger by one statement: a row a person, numbered into batches by the time it
 * is due; who may not be mailed is there as `suppressed`, with the reason.
 */
export async function freezeAudience(
  db: Db,
  ids: { editionId: number; revisionId: number; newsletterId: number },
  audience: Audience,
  batchSize: number,
  priority: number,
): Promise<number> {
  const { editionId, revisionId, newsletterId } = ids;
  const { numAffectedRows = 0n } = await sql`
    insert into deliveries (edition_id, subscriber_id, revision_id, batch, variant, state, priority, click_person,
      address, address_hash, name, due_at, reason)
    select ${editionId}::bigint, a.subscriber_id, ${revisionId}::bigint,
      (row_number() over (order by a.due_at, a.subscriber_id) - 1) / ${batchSize}::int,
      a.variant, (case when s.reason is null then 'waiting' else 'suppressed' end)::delivery_state,
      ${priority}::smallint, a.click_person, a.address, a.address_hash, a.name, a.due_at, s.reason
    from (${audience}) a
    left join lateral (
      select reason from suppressions s
      where s.address_hash = a.address_hash and s.lifted_at is null and 'bulk' = any (s.streams)
        and (s.newsletter_id is null or s.newsletter_id = ${newsletterId}::bigint)
      order by s.id limit 1
    ) s on true`.execute(db);
  return Number(numAffectedRows);
}

/**
 * Opens a frozen send. A "no" that was said while the audience was being frozen could not reach it, and is looked for
 * here: those who write suppressions at this moment are waited for, and find the rows themselves from then on.
 */
export async function openFrozenSend(db: Db, editionId: number): Promise<void> {
  await sql`lock table suppressions in share mode`.execute(db);
  await sql`
    update deliveries d set state = 'suppressed', reason = n.reason, updated_at = now()
    from (
      select distinct on (s.address_hash) s.address_hash, s.reason
      from suppressions s join sends on sends.edition_id = ${editionId} join editions e on e.id = ${editionId}
      where s.lifted_at is null and 'bulk' = any (s.streams) and s.created_at > sends.launched_at - interval '1 hour'
        and (s.newsletter_id is null or s.newsletter_id = e.newsletter_id)
      order by s.address_hash, s.id
    ) n
    where d.edition_id = ${editionId} and d.state = 'waiting' and d.address_hash = n.address_hash`.execute(
    db,
  );
  await sql`update sends set state = 'sending' where edition_id = ${editionId} and state = 'launching'`.execute(
    db,
  );
}

/** Opens a batch for each number that the freeze has given out, due with its first row. */
export async function insertBatches(db: Db, editionId: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into delivery_batches (edition_id, batch, due_at, finished_at)
    select edition_id, batch, min(due_at), case when bool_and(state = 'suppressed') then now() end
    from deliveries where edition_id = ${editionId} group by 1, 2`.execute(db);
  await sql`update sends set eligible = (select count(*) from deliveries where edition_id = ${editionId}) where edition_id = ${editionId}`.execute(
    db,
  );
  return Number(numAffectedRows);
}

/** Where each link of a revision leads. */
export async function insertLinks(
  db: Db,
  revisionId: number,
  links: Array<{ url: string; articleId: number | null }>,
): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto('links')
    .values(links.map(({ url, articleId }, number) => ({ revisionId, number, url, articleId })))
    .execute();
}

/** What a send's mails are compiled from. */
export function selectSendMail(db: Db, editionId: number, revisionId: number, subjectVariant: number) {
  return db
    .selectFrom('sendMails')
    .select(['subject', 'html', 'text', 'envelope'])
    .where('editionId', '=', editionId)
    .where('revisionId', '=', revisionId)
    .where('subjectVariant', '=', subjectVariant)
    .executeTakeFirst();
}

// Work on a batch -------------------------------------------------------------------------------------------

export interface ClaimedRow {
  subscriberId: number;
  revisionId: number;
  subjectVariant: number;
  variant: number;
  attempt: number;
  clickPerson: boolean;
  address: string;
  name: string;
}

/**
 * Leases a batch that is due and that nobody holds, by the database's clock. What the last holder had in hand
 * and did not record is in doubt from now on.
 */
export async function takeLease(
  pool: pg.Pool,
  {
    editionId,
    batch,
    leaseId,
    seconds,
    holder,
  }: { editionId: number; batch: number; leaseId: string; seconds: number; holder: string },
): Promise<boolean> {
  const { rows } = await pool.query(
    `with lease as (
       update delivery_batches b set lease_id = $3, lease_until = now() + make_interval(secs => $4), leased_by = $5
       from sends s
       where s.edition_id = b.edition_id and s.state = 'sending' and b.edition_id = $1 and b.batch = $2
         and b.finished_at is null and b.due_at <= now() and (b.lease_id is null or b.lease_until < now())
         and (s.not_before is null or s.not_before <= now())
       returning b.edition_id
     ), doubt as (
       update deliveries d set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
       from lease where d.edition_id = $1 and d.batch = $2 and d.state = 'sending'
     )
     select 1 from lease`,
    [editionId, batch, leaseId, seconds, holder],
  );
  return rows.length === 1;
}

/**
 * Takes the next rows of a leased batch into intent, and prolongs the lease. None where the lease is lost, the
 * send is paused or over, or nothing is due.
 */
export async function claimGroup(
  pool: pg.Pool,
  {
    editionId,
    batch,
    leaseId,
    seconds,
    attemptId,
    size,
  }: { editionId: number; batch: number; leaseId: string; seconds: number; attemptId: string; size: number },
): Promise<ClaimedRow[]> {
  const { rows } = await pool.query<ClaimedRow>(
    `with lease as (
       update delivery_batches b set lease_until = now() + make_interval(secs => $4)
       from sends s
       where s.edition_id = b.edition_id and s.state = 'sending' and s.expires_at > now()
         and b.edition_id = $1 and b.batch = $2 and b.lease_id = $3 and b.lease_until > now()
       returning b.edition_id
     ), picked as (
       select d.edition_id, d.subscriber_id from deliveries d join lease using (edition_id)
       where d.edition_id = $1 and d.batch = $2 and d.state in ('waiting', 'deferred') and d.due_at <= now()
       order by d.priority desc, d.subscriber_id limit $6 for update of d
     )
     update deliveries d set state = 'sending', attempt = d.attempt + 1, attempt_id = $5, reason = null, updated_at = now()
     from picked p where d.edition_id = p.edition_id and d.subscriber_id = p.subscriber_id
     returning d.subscriber_id as "subscriberId", d.revision_id as "revisionId", d.subject_variant as "subjectVariant",
       d.variant, d.attempt, d.click_person as "clickPerson", d.address, d.name`,
    [editionId, batch, leaseId, seconds, attemptId, size],
  );
  return rows;
}

/** Gives back what a claim took whose answer was lost: certainly nothing of it was handed over. */
export async function returnClaim(
  pool: pg.Pool,
  { editionId, batch, attemptId }: { editionId: number; batch: number; attemptId: string },
): Promise<void> {
  await pool.query(
    `update deliveries set attempt = attempt - 1, attempt_id = null, updated_at = now(),
       state = case when withdrawn is null then 'waiting' else 'suppressed' end::delivery_state, reason = withdrawn
     where edition_id = $1 and batch = $2 and attempt_id = $3 and state in ('sending', 'uncertain')`,
    [editionId, batch, attemptId],
  );
}

/** Which rows in hand have had a "no" since, and whether the send still runs. */
export async function recheckGroup(
  pool: pg.Pool,
  editionId: number,
  batch: number,
  attemptId: string,
): Promise<{ running: boolean; withdrawn: Set<number> }> {
  const { rows } = await pool.query<{ running: boolean; withdrawn: number[] }>(
    `select s.state = 'sending' as running, array(
       select subscriber_id::int8 from deliveries
       where edition_id = $1 and batch = $2 and attempt_id = $3 and withdrawn is not null
     ) as withdrawn from sends s where s.edition_id = $1`,
    [editionId, batch, attemptId],
  );
  const [row] = rows;
  return { running: row?.running ?? false, withdrawn: new Set((row?.withdrawn ?? []).map(Number)) };
}

/** Whether any mail of a send has been taken by the relay. */
export async function hasSent(pool: pg.Pool, editionId: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from delivery_counts where edition_id = $1 and state = 'sent' and count > 0 limit 1`,
    [editionId],
  );
  return rowCount === 1;
}

export interface Outcome {
  subscriberId: number;
  state: DeliveryState;
  reply: string | null;
  replyClass: ReplyClass | 'expired' | null;
  reason: string | null;
  /** Seconds from now for a deferred row. */
  retryAfter: number | null;
  /** False for a row that was never handed over: the attempt is given back. */
  attempted: boolean;
}

/**
 * Records what became of a group, in one statement. A row is written only where it still belongs to this attempt;
 * one that had a "no" while it was in hand and was not handed over stays withdrawn. A late outcome may find its batch
 * finished: where it makes a row pending again, batch and send are open again.
 */
export async function recordOutcomes(
  pool: pg.Pool,
  { editionId, attemptId, relay }: { editionId: number; attemptId: string; relay: string },
  outcomes: Outcome[],
): Promise<void> {
  const list = <K extends keyof Outcome>(name: K): Array<Outcome[K]> =>
    outcomes.map((outcome) => outcome[name]);
  await pool.query(
    `with changed as (
       update deliveries d set
         state = case
           when o.state in ('sent', 'failed', 'uncertain') then o.state
           when d.withdrawn is not null then 'suppressed'
           when s.state = 'cancelled' then 'cancelled'
           when o.state = 'deferred' and now() + make_interval(secs => o.retry_after) > s.expires_at then 'failed'
           else o.state end,
         reason = case
           when o.state in ('sent', 'failed', 'uncertain') then o.reason
           when d.withdrawn is not null then d.withdrawn
           when s.state = 'cancelled' then 'the send was cancelled'
           else o.reason end,
         reply = case when d.address = '' then null else coalesce(o.reply, d.reply) end,
         reply_class = case
           when o.state = 'deferred' and now() + make_interval(secs => o.retry_after) > s.expires_at then 'expired'
           else o.reply_class end,
         due_at = case when o.retry_after is null then d.due_at else now() + make_interval(secs => o.retry_after) end,
         attempt = d.attempt - case when o.attempted then 0 else 1 end,
         relay = $3, updated_at = now()
       from sends s,
         unnest($4::bigint[], $5::delivery_state[], $6::text[], $7::text[], $8::text[], $9::float8[], $10::boolean[])
           as o (subscriber_id, state, reply, reply_class, reason, retry_after, attempted)
       where s.edition_id = $1 and d.edition_id = $1 and d.subscriber_id = o.subscriber_id and d.attempt_id = $2
         and d.state in ('sending', 'uncertain')
       returning d.batch, d.state
     ), reopened as (
       update delivery_batches b set finished_at = null, due_at = least(b.due_at, now())
       where b.edition_id = $1 and b.finished_at is not null
         and b.batch in (select batch from changed where state in ('waiting', 'deferred'))
       returning b.batch
     )
     update sends set state = 'sending', finished_at = null
     where edition_id = $1 and state = 'finished' and exists (select from reopened)`,
    [
      editionId,
      attemptId,
      relay,
      list('subscriberId'),
      list('state'),
      list('reply'),
      list('replyClass'),
      list('reason'),
      list('retryAfter'),
      list('attempted'),
    ],
  );
}

/** Lets a batch go: finished where nothing of it is pending, else due again with its next row. */
export async function releaseLease(
  pool: pg.Pool,
  { editionId, batch, leaseId }: { editionId: number; batch: number; leaseId: string },
): Promise<void> {
  await pool.query(
    `update delivery_batches b set lease_id = null, lease_until = null,
       due_at = coalesce(p.due_at, b.due_at), finished_at = case when p.pending = 0 then now() end
     from (
       select count(*) as pending, min(due_at) as due_at from deliveries
       where edition_id = $1 and batch = $2 and state in ('waiting', 'deferred', 'sending')
     ) p
     where b.edition_id = $1 and b.batch = $2 and b.lease_id = $3`,
    [editionId, batch, leaseId],
  );
}

/** Ends a send whose batches are all finished; whoever is last does it. */
export async function finishSend(pool: pg.Pool, editionId: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update sends set state = 'finished', finished_at = now()
     where edition_id = $1 and state in ('sending', 'paused')
       and not exists (select from delivery_batches where edition_id = $1 and finished_at is null)`,
    [editionId],
  );
  return rowCount === 1;
}

/** Holds a send for so many seconds, or until a person lets it go on, and says why. */
export async function holdSend(
  pool: pg.Pool,
  editionId: number,
  { reason, lasting, seconds }: { reason: string; lasting: boolean; seconds: number },
): Promise<void> {
  await pool.query(
    `update sends set reason = $2, not_before = now() + make_interval(secs => $3),
       state = case when $4 then 'paused' else state end
     where edition_id = $1 and state = 'sending'`,
    [editionId, reason, seconds, lasting],
  );
}

/** Says with a send that nothing holds it up any more. */
export async function noteProgress(pool: pg.Pool, editionId: number): Promise<void> {
  await pool.query(
    `update sends set reason = null, not_before = null
     where edition_id = $1 and state = 'sending' and reason is not null`,
    [editionId],
  );
}

// Control and sweep -----------------------------------------------------------------------------------------

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

/** Moves a send from one of these states to another; false where it is in none of them. */
export async function moveSend(
  db: Db,
  editionId: number,
  from: string[],
  to: string,
  reason: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sends')
    .set({ state: to, reason, notBefore: null, ...(to === 'cancelled' ? { finishedAt: new Date() } : {}) })
    .where('editionId', '=', editionId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends what nobody has in hand of a send that is over: its rows get this state, and its batches are finished. */
export async function endPending(
  db: Db,
  editionId: number,
  state: 'cancelled' | 'failed',
  reason: string,
): Promise<void> {
  await sql`update deliveries set state = ${state}::delivery_state, reason = ${reason}, reply_class = ${state === 'failed' ? 'expired' : null}, updated_at = now()
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
    update deliveries d set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
    from sends s join delivery_counts c using (edition_id) join delivery_batches b using (edition_id, batch)
    where (s.state in ('sending', 'paused') or s.finished_at > now() - interval '1 day')
      and c.state = 'sending' and c.count > 0 and (b.lease_id is null or b.lease_until < now())
      and d.edition_id = c.edition_id and d.batch = c.batch and d.state = 'sending'`.execute(db);
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
 * "no" meanwhile are suppressed. Gives how many wait.
 */
export async function reviveUncertain(db: Db, editionId: number, expiresAt: Date): Promise<number> {
  const { rows } = await sql<{ batch: number; state: DeliveryState }>`
    update deliveries set updated_at = now(), due_at = now(), attempt_id = null, reason = withdrawn,
      state = case when withdrawn is null then 'waiting' else 'suppressed' end::delivery_state
    where edition_id = ${editionId} and state = 'uncertain' returning batch, state`.execute(db);
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
 * A person's "no" to every delivery it still reaches, also in mid-send. Rows in hand, and those in doubt, keep their
 * state and remember it.
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
      and d.state in ('waiting', 'deferred', 'sending', 'uncertain')
      and (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)`.execute(db);
}

// Reading -----------------------------------------------------------------------------------------------------

/** One delivery's life. */
export function selectDelivery(db: Db, editionId: number, address: string) {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('editionId', '=', editionId)
    .where(sql`lower(address)`, '=', address.toLowerCase())
    .executeTakeFirst();
}

/** The delivery that a token names. */
export function selectDeliveryOf(db: Db, editionId: number, subscriberId: number) {
  return db
    .selectFrom('deliveries')
    .innerJoin('editions', 'editions.id', 'deliveries.editionId')
    .select([
      'deliveries.revisionId',
      'deliveries.name',
      'deliveries.variant',
      'deliveries.clickPerson',
      'editions.newsletterId',
    ])
    .where('deliveries.editionId', '=', editionId)
    .where('subscriberId', '=', subscriberId)
    .executeTakeFirst();
}

/** Where a numbered link of a revision leads. */
export function selectLink(db: Db, revisionId: number, number: number) {
  return db
    .selectFrom('links')
    .select(['url', 'articleId'])
    .where('revisionId', '=', revisionId)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** Adds clicks to a link's counts. */
export async function addClicks(
  db: Db,
  revisionId: number,
  number: number,
  people: number,
  machines: number,
): Promise<void> {
  await db
    .updateTable('links')
    .set({ people: sql`people + ${people}`, machines: sql`machines + ${machines}` })
    .where('revisionId', '=', revisionId)
    .where('number', '=', number)
    .execute();
}

/** Takes the mark off a reader's deliveries by which their clicks are counted per person. */
export async function unmarkClicks(db: Db, subscriberId: number, newsletterId: number | null): Promise<void> {
  await sql`
    update deliveries d set click_person = false
    from editions e
    where e.id = d.edition_id and d.subscriber_id = ${subscriberId} and d.click_person
      and (${newsletterId}::bigint is null or e.newsletter_id = ${newsletterId}::bigint)`.execute(db);
}

/** News for the domains to the left. */
export async function insertEvent(
  db: Db,
  values: { kind: string; subscriberId: number; editionId: number; data: object },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...values, data: json(values.data) })
    .execute();
}

// Suppressions --------------------------------------------------------------------------------------------------

/** The live suppression of an address for this reason, of this newsletter or of everything; locked. */
export function lockSuppression(
  db: Db,
  { addressHash, reason, newsletterId }: { addressHash: Buffer; reason: string; newsletterId: number | null },
) {
  return db
    .selectFrom('suppressions')
    .select(['id', 'streams'])
    .where('addressHash', '=', addressHash)
    .where('reason', '=', reason)
    .where('liftedAt', 'is', null)
    .where(sql<boolean>`newsletter_id is not distinct from ${newsletterId}::bigint`)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a suppression. */
export async function insertSuppression(db: Db, values: Insertable<Suppressions>): Promise<void> {
  const { evidence = {}, ...rest } = values;
  await db
    .insertInto('suppressions')
    .values({ ...rest, evidence: json(evidence) })
    .execute();
}

/** Lets a suppression stop more streams; it counts as made now, since a launch in progress looks for new ones. */
export async function updateStreams(
  db: Db,
  id: number,
  values: { streams: string[]; address: string | null; createdBy: string },
): Promise<void> {
  await db
    .updateTable('suppressions')
    .set({ ...values, createdAt: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** Live suppressions of an address. */
export function selectSuppressions(db: Db, addressHash: Buffer) {
  return db
    .selectFrom('suppressions')
    .selectAll()
    .where('addressHash', '=', addressHash)
    .where('liftedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** Suppressions of an address, lifted ones too. */
export function selectSuppressionsOf(db: Db, addressHash: Buffer) {
  return db
    .selectFrom('suppressions')
    .select([
      'id',
      'address',
      'reason',
      'streams',
      'newsletterId',
      'evidence',
      'createdBy',
      'createdAt',
      'liftedBy',
      'liftedAt',
    ])
    .where('addressHash', '=', addressHash)
    .orderBy('id')
    .execute();
}

/** Every live suppression, as a query to compose on. */
export function liveSuppressions(db: Db) {
  return db.selectFrom('suppressions').select(['addressHash', 'newsletterId']).where('liftedAt', 'is', null);
}

/** Whether somebody has lifted a hard bounce of this address before. */
export async function wasLiftedBy(db: Db, addressHash: Buffer, by: string): Promise<boolean> {
  const row = await db
    .selectFrom('suppressions')
    .select('id')
    .where('addressHash', '=', addressHash)
    .where('reason', '=', 'hard-bounce')
    .where('liftedBy', '=', by)
    .executeTakeFirst();
  return row !== undefined;
}

/** A page of live suppressions, the newest first. */
export function selectAllSuppressions(db: Db, limit: number) {
  return db
    .selectFrom('suppressions')
    .select(['id', 'address', 'reason', 'streams', 'newsletterId', 'createdBy', 'createdAt'])
    .where('liftedAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Takes the readable address, and what was seen of it, out of suppressions. */
export async function clearAddress(db: Db, addressHash: Buffer): Promise<void> {
  await db
    .updateTable('suppressions')
    .set({ address: null, evidence: json({}) })
    .where('addressHash', '=', addressHash)
    .execute();
}

/** Service mails to an address, the oldest first; those that named the person by an older address too. */
export function selectServiceMailsOf(db: Db, subscriberId: number | null, addressHash: Buffer) {
  return db
    .selectFrom('serviceMails')
    .select(['kind', 'address', 'language', 'state', 'createdAt'])
    .where((where) =>
      where.or([where('addressHash', '=', addressHash), where('subscriberId', '=', subscriberId)]),
    )
    .orderBy('id')
    .execute();
}

/** A person's deliveries, by edition. */
export function selectDeliveriesOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('deliveries')
    .select(['editionId', 'address', 'state', 'reason', 'reply', 'updatedAt'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('editionId')
    .execute();
}

/** News about a person, the oldest first. */
export function selectEventsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('events')
    .select(['at', 'kind', 'editionId', 'data'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** Deletes service mails to an address, whatever became of them. */
export async function deleteServiceMails(
  db: Db,
  subscriberId: number | null,
  addressHash: Buffer,
): Promise<void> {
  await db
    .deleteFrom('serviceMails')
    .where((where) =>
      where.or([where('addressHash', '=', addressHash), where('subscriberId', '=', subscriberId)]),
    )
    .execute();
}

/** Deletes the news about a person. */
export async function deleteEvents(db: Db, subscriberId: number): Promise<void> {
  await db.deleteFrom('events').where('subscriberId', '=', subscriberId).execute();
}

/** Takes a person out of their deliveries, which stay for the counts. */
export async function clearDeliveries(db: Db, subscriberId: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ address: '', addressHash: Buffer.alloc(0), name: '', reply: null })
    .where('subscriberId', '=', subscriberId)
    .execute();
}

/** Lifts suppressions by id. */
export async function liftByIds(db: Db, ids: number[], by: string): Promise<void> {
  if (ids.length > 0)
    await db
      .updateTable('suppressions')
      .set({ liftedAt: new Date(), liftedBy: by })
      .where('id', 'in', ids)
      .execute();
}

// Service mail --------------------------------------------------------------------------------------------------

/** Queues a mail; nothing where one with its key is there. */
export async function insertServiceMail(db: Db, values: Insertable<ServiceMails>): Promise<void> {
  await db
    .insertInto('serviceMails')
    .values({ ...values, props: json(values.props ?? {}) })
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .execute();
}

/** Takes due mails into intent; those whose sender died in between are in doubt, and expired ones are failed. */
export async function claimServiceMails(db: Db, attemptId: string, limit: number, leaseSeconds: number) {
  await sql`update service_mails set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
    where state = 'sending' and lease_until < now()`.execute(db);
  await sql`update service_mails set state = 'failed', reply_class = 'expired', reason = 'not sent in time', updated_at = now()
    where state in ('waiting', 'deferred') and expires_at <= now()`.execute(db);
  return db
    .updateTable('serviceMails')
    .set({
      state: 'sending',
      attemptId,
      attempt: sql`attempt + 1`,
      leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
      updatedAt: new Date(),
    })
    .where('id', 'in', (where) =>
      where
        .selectFrom('serviceMails')
        .select('id')
        .where('state', 'in', ['waiting', 'deferred'])
        .where('dueAt', '<=', sql<Date>`now()`)
        .orderBy('priority', 'desc')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** Records what became of one service mail of this attempt. */
export async function updateServiceMail(
  db: Db,
  id: number,
  attemptId: string,
  values: {
    state: DeliveryState;
    reply: string | null;
    replyClass: string | null;
    reason: string | null;
    dueAt?: Date;
    relay: string;
  },
): Promise<void> {
  await db
    .updateTable('serviceMails')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .where('attemptId', '=', attemptId)
    .execute();
}

/** Whether any service mail is due. */
export async function hasDueServiceMails(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('serviceMails')
    .select('id')
    .where('state', 'in', ['waiting', 'deferred', 'sending'])
    .where('dueAt', '<=', sql<Date>`now()`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
