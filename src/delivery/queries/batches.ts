import type pg from 'pg';
import { keepDoubt } from './attempts.ts';

// What is asked for each batch or more often has a name: it is planned once a connection, which takes longer than to run it.

/**
 * In the list of what a statement gives: it does not wait until what it wrote is on the disk. For what a crash of
 * PostgreSQL may take back, since whatever rests on it is written later, and is then taken back too or waited for.
 */
export const withoutWaiting = `set_config('synchronous_commit', 'off', true)`;

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
  const { rows } = await pool.query({
    name: 'take-lease',
    text: `with lease as (
       update delivery_batches b set lease_id = $3, lease_until = now() + make_interval(secs => $4), leased_by = $5
       from sends s
       where s.edition_id = b.edition_id and s.state = 'sending' and b.edition_id = $1 and b.batch = $2
         and b.finished_at is null and b.due_at <= now() and (b.lease_id is null or b.lease_until < now())
         and (s.not_before is null or s.not_before <= now())
       returning b.edition_id
     ), doubt as (
       update deliveries d set state = 'uncertain', reason = 'the worker ended before the outcome was known', updated_at = now()
       from lease where d.edition_id = $1 and d.batch = $2 and d.state = 'sending'
       returning d.edition_id, d.subscriber_id, d.attempt, d.reason
     ), ${keepDoubt}
     select ${withoutWaiting} from lease`,
    values: [editionId, batch, leaseId, seconds, holder],
  });
  return rows.length === 1;
}

/**
 * Lets a batch go: finished where nothing of it is pending, else due again with its next row. One that is left with rows
 * that wait for the winner of a test asks for it now and then.
 */
export async function releaseLease(
  pool: pg.Pool,
  { editionId, batch, leaseId }: { editionId: number; batch: number; leaseId: string },
): Promise<void> {
  await pool.query({
    name: 'release-lease',
    text: `update delivery_batches b set lease_id = null, lease_until = null,
       due_at = coalesce(p.due_at, b.due_at), finished_at = case when p.pending = 0 then now() end
     from (
       select count(*) as pending, min(case when d.subject_variant < 0 and s.subject_winner is null
         then greatest(d.due_at, now() + interval '10 seconds') else d.due_at end) as due_at
       from deliveries d join sends s using (edition_id)
       where d.edition_id = $1 and d.batch = $2 and d.state in ('waiting', 'deferred', 'sending')
     ) p
     where b.edition_id = $1 and b.batch = $2 and b.lease_id = $3
     returning ${withoutWaiting}`,
    values: [editionId, batch, leaseId],
  });
}

/**
 * Ends a send whose batches are all finished; whoever is last does it. One with a row that is pending nevertheless is
 * left to the sweep.
 */
export async function finishSend(pool: pg.Pool, editionId: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'finish-send',
    text: `update sends set state = 'finished', finished_at = now()
     where edition_id = $1 and state in ('sending', 'paused')
       and case when exists (select from delivery_batches where edition_id = $1 and finished_at is null) then false
         else not exists (select from delivery_counts
           where edition_id = $1 and count > 0 and state in ('waiting', 'deferred', 'sending')) end`,
    values: [editionId],
  });
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
  await pool.query({
    name: 'note-progress',
    text: `update sends set reason = null, not_before = null
     where edition_id = $1 and state = 'sending' and reason is not null`,
    values: [editionId],
  });
}
