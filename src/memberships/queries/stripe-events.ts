import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { StripeEvents } from '../../db-schema.ts';

/** Stores events, each once by its id; gives the ids of those that were not there yet. */
export async function insertStripeEvents(
  db: Db,
  events: Array<Insertable<StripeEvents>>,
): Promise<Set<string>> {
  // In one order: two processes that store the same ones do not wait for each other.
  const inOrder = events.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const rows = await db
    .insertInto('stripeEvents')
    .values(inOrder.map(({ payload, ...values }) => ({ ...values, payload: json(payload) })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  return new Set(rows.map(({ id }) => id));
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

/** What became of an event in the hand of a worker. */
export interface SettledEvent {
  id: string;
  state: 'applied' | 'ignored' | 'failed' | 'waiting';
  reason: string | null;
  /** None where it is tried again. */
  handledAt: Date | null;
  /** When it is tried again. */
  dueAt: Date | null;
}

/** Records what became of events. */
export async function settleStripeEvents(db: Db, events: SettledEvent[]): Promise<void> {
  // By name as well: PostgreSQL takes a set for a hundred rows, for which it would read a small table through.
  const ids = events.map(({ id }) => id);
  await sql`
    update stripe_events e set state = s.state, reason = s.reason, handled_at = s."handledAt",
      due_at = coalesce(s."dueAt", e.due_at), lease_until = null
    from jsonb_to_recordset(${json(events)})
      as s (id text, state text, reason text, "handledAt" timestamptz, "dueAt" timestamptz)
    where e.id = any(${ids}) and e.id = s.id and e.state = 'waiting'`.execute(db);
}

/** Gives back events that were leased and not begun. */
export async function releaseStripeEvents(db: Db, ids: string[]): Promise<void> {
  await db
    .updateTable('stripeEvents')
    .set({ leaseUntil: null, attempts: sql`attempts - 1` })
    .where('id', 'in', ids)
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
