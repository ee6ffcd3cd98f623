import type pg from 'pg';
import { withoutWaiting } from './batches.ts';

// Of one that has expired nothing can be claimed, until the sweep has ended it.
const isRunning = (send: string): string =>
  `${send}.state = 'sending' and ${send}.expires_at > now() and (${send}.not_before is null or ${send}.not_before <= now())`;

const freeBatches = (send: string): string =>
  `from delivery_batches b where b.edition_id = ${send}.edition_id and b.finished_at is null and b.due_at <= now()
     and (b.lease_id is null or b.lease_until < now())`;

const workersOn = (send: string): string =>
  `(select count(*) from delivery_batches b where b.edition_id = ${send}.edition_id and b.lease_id is not null
     and b.lease_until >= now())`;

/**
 * The batch that a worker should take next, and notes that its send is served: the highest priority first, among equals
 * the send that the fewest are at work on, then the one that has waited longest. One of its first few, so that workers
 * who choose at the same time seldom choose the same. That it was served need not outlive a crash.
 */
export async function chooseBatch(pool: pg.Pool): Promise<{ editionId: number; batch: number } | null> {
  const { rows } = await pool.query<{ editionId: number; batch: number }>({
    name: 'choose-batch',
    text: `with served as (
       update sends set served_at = clock_timestamp() where edition_id = (
         select s.edition_id from sends s where ${isRunning('s')} and exists (select ${freeBatches('s')})
         order by s.priority desc, ${workersOn('s')}, s.served_at, s.edition_id limit 1
       ) returning edition_id
     ), first_few as (
       select f.batch, served.edition_id from served
       cross join lateral (select b.batch ${freeBatches('served')} order by b.due_at, b.batch limit 32) f
     )
     select edition_id as "editionId", batch, ${withoutWaiting} from first_few order by random() limit 1`,
  });
  const [row] = rows;
  return row === undefined ? null : { editionId: row.editionId, batch: row.batch };
}

/**
 * Whether another send should go before this one: one of a higher priority has something that nobody has taken up; or,
 * where `byEquals`, one of the same priority that fewer are at work on.
 */
export async function isWaitedFor(pool: pg.Pool, editionId: number, byEquals: boolean): Promise<boolean> {
  const { rows } = await pool.query<{ waits: boolean }>(
    `select exists (
       select from sends o join sends m on m.edition_id = $1
       where o.edition_id <> m.edition_id and ${isRunning('o')}
         and (o.priority > m.priority
           or ($2 and o.priority = m.priority and ${workersOn('o')} < ${workersOn('m')}))
         and exists (select ${freeBatches('o')})
     ) as waits`,
    [editionId, byEquals],
  );
  return rows[0]?.waits ?? false;
}
