import type pg from 'pg';
import type { DeliveryState } from '../../db-schema.ts';
import type { ReplyClass } from '../classify.ts';

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
       returning d.state
     ) select reopen_batch($1, $2) from changed where state in ('waiting', 'deferred') limit 1`,
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

/** What a worker has to write of a group, and what it wants next, as the function of migration 0011 takes them. */
async function recordAndClaimRows(
  pool: pg.Pool,
  { editionId, batch }: Batch,
  done: { attemptId: string | null; outcomes: Outcome[] },
  claim: Claim | null,
): Promise<ClaimedRow[]> {
  const list = <K extends keyof Outcome>(name: K): Array<Outcome[K]> =>
    done.outcomes.map((outcome) => outcome[name]);
  const { rows } = await pool.query<ClaimedRow>({
    // Prepared: it is asked for each group.
    name: 'record-and-claim',
    text: `select subscriber_id as "subscriberId", revision_id as "revisionId", subject_variant as "subjectVariant",
        variant, attempt, click_person as "clickPerson", address, name, relay, reply
      from record_and_claim($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      editionId,
      batch,
      done.attemptId,
      list('subscriberId'),
      list('state'),
      list('reply'),
      list('replyClass'),
      list('reason'),
      list('retryAfter'),
      list('relay'),
      list('attempted'),
      claim?.leaseId,
      claim?.seconds,
      claim?.attemptId,
      claim?.size,
    ],
  });
  return rows;
}

/**
 * Takes the next rows of a leased batch into intent, and prolongs the lease. None where the lease is lost, the
 * send is paused or over, or nothing is due.
 */
export function claimGroup(pool: pg.Pool, claim: Claim): Promise<ClaimedRow[]> {
  return recordAndClaimRows(pool, claim, { attemptId: null, outcomes: [] }, claim);
}

/**
 * Records what became of a group, in one statement. A row is written only where it still belongs to this attempt;
 * one that had a "no" while it was in hand and was not handed over stays withdrawn. A late outcome may find its batch
 * finished: where it makes a row pending again, batch and send are open again.
 */
export async function recordOutcomes(pool: pg.Pool, attempt: Attempt, outcomes: Outcome[]): Promise<void> {
  const { attemptId } = attempt;
  await recordAndClaimRows(pool, attempt, { attemptId, outcomes }, null);
}

/**
 * Both at once, so that a worker waits for one durable commit a group: what became of this one, and the next of the
 * same batch into intent. What is recorded here as due is not claimed by the same call. Where it fails nobody knows what was written: record
 * again, and give the claim back.
 */
export function recordAndClaim(
  pool: pg.Pool,
  attempt: Attempt,
  outcomes: Outcome[],
  claim: Claim,
): Promise<ClaimedRow[]> {
  const { attemptId } = attempt;
  return recordAndClaimRows(pool, attempt, { attemptId, outcomes }, claim);
}
