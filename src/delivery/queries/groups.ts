import type pg from 'pg';
import type { DeliveryState } from '../../db-schema.ts';
import type { ReplyClass } from '../classify.ts';
import { keepAttempts } from './attempts.ts';

export interface Batch {
  editionId: number;
  batch: number;
}

/** A group in hand: what is written of its rows is written where they still belong to it. */
export interface Attempt extends Batch {
  attemptId: string;
}

export interface ClaimedRow {
  subscriberId: number;
  revisionId: number;
  subjectVariant: number;
  variant: number;
  attempt: number;
  clickPerson: boolean;
  address: string;
  name: string;
  /** Of the last attempt. */
  relay: string | null;
  reply: string | null;
}

/** What is asked for by a claim. */
export interface Claim extends Attempt {
  leaseId: string;
  /** How long the lease lasts from now. */
  seconds: number;
  /** How many rows at the most. */
  size: number;
}

// The next rows of a leased batch go into intent, and its lease is prolonged; `$1` is the edition, the others follow
// from `$first` on.
const claiming = (first: number): { parts: string; last: string } => {
  const [batch, leaseId, seconds, attemptId, size] = [0, 1, 2, 3, 4].map((index) => `$${first + index}`);
  return {
    parts: `lease as (
       update delivery_batches b set lease_until = now() + make_interval(secs => ${seconds})
       from sends s
       where s.edition_id = b.edition_id and s.state = 'sending' and s.expires_at > now()
         and b.edition_id = $1 and b.batch = ${batch} and b.lease_id = ${leaseId} and b.lease_until > now()
       returning b.edition_id, s.revision_id
     ), picked as (
       select d.edition_id, d.subscriber_id,
         case when d.keeps_revision then d.revision_id else coalesce(lease.revision_id, d.revision_id) end as revision_id
       from deliveries d join lease using (edition_id)
       where d.edition_id = $1 and d.batch = ${batch} and d.state in ('waiting', 'deferred') and d.due_at <= now()
       order by d.priority desc, d.subscriber_id limit ${size} for update of d
     )`,
    last: `update deliveries d set state = 'sending', attempt = d.attempt + 1, attempt_id = ${attemptId}, reason = null,
       updated_at = now(), revision_id = p.revision_id
     from picked p where d.edition_id = p.edition_id and d.subscriber_id = p.subscriber_id
     returning d.subscriber_id as "subscriberId", d.revision_id as "revisionId", d.subject_variant as "subjectVariant",
       d.variant, d.attempt, d.click_person as "clickPerson", d.address, d.name, d.relay, d.reply`,
  };
};

const claimValues = ({ batch, leaseId, seconds, attemptId, size }: Claim): unknown[] => [
  batch,
  leaseId,
  seconds,
  attemptId,
  size,
];

/**
 * Takes the next rows of a leased batch into intent, and prolongs the lease. None where the lease is lost, the
 * send is paused or over, or nothing is due.
 */
export async function claimGroup(pool: pg.Pool, claim: Claim): Promise<ClaimedRow[]> {
  const { parts, last } = claiming(2);
  const values = [claim.editionId, ...claimValues(claim)];
  const { rows } = await pool.query<ClaimedRow>(`with ${parts} ${last}`, values);
  return rows;
}

// Of the rows that a statement has just written (`changed`): where one is pending again, its batch and its send are
// open again, though somebody else may have ended both meanwhile.
const reopen = `reopened as (
       update delivery_batches b set finished_at = null, due_at = least(b.due_at, now())
       where b.edition_id = $1 and b.finished_at is not null
         and b.batch in (select batch from changed where state in ('waiting', 'deferred'))
       returning b.batch
     ), reopened_send as (
       update sends set state = 'sending', finished_at = null
       where edition_id = $1 and state = 'finished' and exists (select from reopened)
     )`;

/**
 * Gives back what a claim took whose answer was lost: certainly nothing of it was handed over. It may come so late
 * that another worker has put the rows in doubt and ended their batch.
 */
export async function returnClaim(pool: pg.Pool, { editionId, batch, attemptId }: Attempt): Promise<void> {
  await pool.query(
    `with changed as (
       update deliveries d set attempt = d.attempt - 1, attempt_id = null, updated_at = now(),
         state = case when d.withdrawn is not null then 'suppressed' when s.state = 'cancelled' then 'cancelled'
           else 'waiting' end::delivery_state,
         reason = case when d.withdrawn is null and s.state = 'cancelled' then 'the send was cancelled'
           else d.withdrawn end
       from sends s
       where s.edition_id = $1 and d.edition_id = $1 and d.batch = $2 and d.attempt_id = $3
         and d.state in ('sending', 'uncertain')
       returning d.batch, d.state
     ), ${reopen} select`,
    [editionId, batch, attemptId],
  );
}

/** Which rows in hand have had a "no" since, and whether the send still runs. */
export async function recheckGroup(
  pool: pg.Pool,
  { editionId, batch, attemptId }: Attempt,
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
  /** Which relay it was offered to last; null leaves the one that is written. */
  relay: string | null;
  /** False for a row that was never handed over: the attempt is given back. */
  attempted: boolean;
}

/** Of a row that goes back as it was. */
export function untouched({ subscriberId }: Pick<ClaimedRow, 'subscriberId'>): Outcome {
  return {
    subscriberId,
    state: 'waiting',
    reply: null,
    replyClass: null,
    reason: null,
    retryAfter: null,
    relay: null,
    attempted: false,
  };
}

// What became of a group: `$1` the edition, `$2` the attempt, the outcomes as lists, and `$11` the batch. By the batch
// its rows are found among some hundred; the edition alone has so many that its size must not matter.
const recording = `changed as (
       update deliveries d set
         state = case
           when o.state in ('sent', 'failed', 'uncertain') then o.state
           when d.withdrawn is not null then 'suppressed'
           when s.state = 'cancelled' then 'cancelled'
           when o.state = 'deferred' and o.attempted and now() + make_interval(secs => o.retry_after) > s.expires_at then 'failed'
           else o.state end,
         reason = case
           when o.state in ('sent', 'failed', 'uncertain') then o.reason
           when d.withdrawn is not null then d.withdrawn
           when s.state = 'cancelled' then 'the send was cancelled'
           else o.reason end,
         reply = case when d.address = '' then null else coalesce(o.reply, d.reply) end,
         reply_class = case
           when o.state = 'deferred' and o.attempted and now() + make_interval(secs => o.retry_after) > s.expires_at
             and o.reply_class is distinct from 'sender' then 'expired'
           when o.attempted then o.reply_class
           else coalesce(o.reply_class, d.reply_class) end,
         due_at = case when o.retry_after is null then d.due_at else now() + make_interval(secs => o.retry_after) end,
         attempt = d.attempt - case when o.attempted then 0 else 1 end,
         relay = coalesce(o.relay, d.relay), updated_at = now()
       from sends s,
         unnest($3::bigint[], $4::delivery_state[], $5::text[], $6::text[], $7::text[], $8::float8[], $9::text[], $10::boolean[])
           as o (subscriber_id, state, reply, reply_class, reason, retry_after, relay, attempted)
       where s.edition_id = $1 and d.edition_id = $1 and d.batch = $11 and d.subscriber_id = o.subscriber_id
         and d.attempt_id = $2 and d.state in ('sending', 'uncertain')
       returning d.batch, d.state, d.subscriber_id, d.attempt, d.relay, d.reply, d.reply_class, d.reason,
         o.state as outcome, o.attempted
     ), ${keepAttempts}, ${reopen}`;

const recordValues = ({ editionId, batch, attemptId }: Attempt, outcomes: Outcome[]): unknown[] => {
  const list = <K extends keyof Outcome>(name: K): Array<Outcome[K]> =>
    outcomes.map((outcome) => outcome[name]);
  return [
    editionId,
    attemptId,
    list('subscriberId'),
    list('state'),
    list('reply'),
    list('replyClass'),
    list('reason'),
    list('retryAfter'),
    list('relay'),
    list('attempted'),
    batch,
  ];
};

/**
 * Records what became of a group, in one statement. A row is written only where it still belongs to this attempt;
 * one that had a "no" while it was in hand and was not handed over stays withdrawn. A late outcome may find its batch
 * finished: where it makes a row pending again, batch and send are open again.
 */
export async function recordOutcomes(pool: pg.Pool, attempt: Attempt, outcomes: Outcome[]): Promise<void> {
  await pool.query(`with ${recording} select`, recordValues(attempt, outcomes));
}

/**
 * Both at once, so that a worker waits for one durable commit a group: what became of this one, and the next of the
 * same edition into intent. What is recorded here as due is not claimed by the same statement. Where it fails nobody
 * knows what was written: record again, and give the claim back.
 */
export async function recordAndClaim(
  pool: pg.Pool,
  attempt: Attempt,
  outcomes: Outcome[],
  claim: Claim,
): Promise<ClaimedRow[]> {
  const values = recordValues(attempt, outcomes);
  const { parts, last } = claiming(values.length + 1);
  const text = `with ${recording}, ${parts} ${last}`;
  // Prepared: to plan it takes longer than to run it.
  const query = { name: 'record-and-claim', text, values: [...values, ...claimValues(claim)] };
  const { rows } = await pool.query<ClaimedRow>(query);
  return rows;
}
