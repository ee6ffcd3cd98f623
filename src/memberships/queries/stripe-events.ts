import { type Insertable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { StripeEvents } from '../../db-schema.ts';

/** Stores an event, once by its id; gives whether it was not there yet. */
export async function insertStripeEvent(
  db: Db,
  { payload, ...values }: Insertable<StripeEvents>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('stripeEvents')
    .values({ ...values, payload: json(payload) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Leases events that are due, the eldest first; those of a worker that is gone are due again after its lease. */
export function claimStripeEvents(db: Db, limit: number, leaseSeconds: number) {
  return db
    .updateTable('stripeEvents')
    .set({
      attempts: sql`attempts + 1`,
      leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
    })
    .where('id', 'in', (where) =>
      where
        .selectFrom('stripeEvents')
        .select('id')
        .where('state', '=', 'waiting')
        .where('dueAt', '<=', sql<Date>`now()`)
        .where((lease) =>
          lease.or([lease('leaseUntil', 'is', null), lease('leaseUntil', '<', sql<Date>`now()`)]),
        )
        .orderBy('dueAt')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'type', 'objectId', 'payload', 'attempts'])
    .execute();
}

/** Records what became of an event in the hand of a worker. */
export async function settleStripeEvent(db: Db, id: string, values: Updateable<StripeEvents>): Promise<void> {
  await db
    .updateTable('stripeEvents')
    .set({ ...values, leaseUntil: null })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Whether any event waits to be worked on, and nobody does. */
export async function hasDueStripeEvents(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('stripeEvents')
    .select('id')
    .where('state', '=', 'waiting')
    .where('dueAt', '<=', sql<Date>`now()`)
    .where((lease) => lease.or([lease('leaseUntil', 'is', null), lease('leaseUntil', '<', sql<Date>`now()`)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the last event came, how many were given up in the last week, and how many wait for long. */
export async function selectEventCounts(db: Db) {
  const { rows } = await sql<{ last: Date | null; failed: number; waiting: number }>`
    select (select max(received_at) from stripe_events) as last,
      count(*) filter (where state = 'failed' and handled_at > now() - interval '7 days') as failed,
      count(*) filter (where state = 'waiting' and received_at < now() - interval '10 minutes') as waiting
    from stripe_events where state in ('failed', 'waiting')`.execute(db);
  return rows[0] ?? { last: null, failed: 0, waiting: 0 };
}

/** Forgets events that were worked on long ago, some at a time. */
export async function pruneStripeEvents(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('stripeEvents')
    .where('state', '!=', 'waiting')
    .where('receivedAt', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
