import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** How long the mail that is due and in nobody's hand has waited, in seconds; 0 where none waits. */
export async function selectQueueAges(db: Db) {
  const { rows } = await sql<{ deliveries: number; serviceMails: number }>`
    select
      greatest(0, coalesce(extract(epoch from now() - (
        select min(b.due_at) from delivery_batches b join sends s using (edition_id)
        where b.finished_at is null and b.due_at <= now() and s.state = 'sending'
          and (b.lease_id is null or b.lease_until < now())
      )), 0))::float8 as deliveries,
      greatest(0, coalesce(extract(epoch from now() - (
        select min(due_at) from service_mails
        where state in ('waiting', 'deferred', 'sending') and due_at <= now()
      )), 0))::float8 as service_mails`.execute(db);
  return rows[0] ?? { deliveries: 0, serviceMails: 0 };
}

/** The rows of sends that are going on, by state, from the kept counts. */
export async function selectLiveCounts(db: Db) {
  const { rows } = await sql<{ state: string; count: number }>`
    select c.state, sum(c.count)::int8 as count from sends s join delivery_counts c using (edition_id)
    where s.state in ('launching', 'sending', 'paused') and c.state in ('waiting', 'sending', 'deferred')
    group by 1`.execute(db);
  return rows;
}

/** How many deliveries are in doubt, of all sends. */
export async function selectUncertain(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(count), 0)::int8 as count from delivery_counts where state = 'uncertain'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Sends that are going on, by state; `held` is one that waits for a relay or the like. */
export async function selectLiveSends(db: Db) {
  const { rows } = await sql<{ state: string; count: number }>`
    select case when state = 'sending' and not_before > now() then 'held' else state end as state, count(*) as count
    from sends where state in ('launching', 'sending', 'paused') group by 1`.execute(db);
  return rows;
}
