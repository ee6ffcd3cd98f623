import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Relays } from '../../db-schema.ts';

const restMs = sql<number>`greatest(0, coalesce(extract(epoch from resting_until - now()) * 1000, 0))::float8`;
const bulkRestMs = sql<number>`greatest(0, coalesce(extract(epoch from greatest(resting_until, bulk_resting_until) - now()) * 1000, 0))::float8`;

/** Every relay, with how long it rests from now, for all mail and for bulk mail, by the database's clock. */
export function selectRelays(db: Db) {
  return db
    .selectFrom('relays')
    .selectAll()
    .select([restMs.as('restMs'), bulkRestMs.as('bulkRestMs')])
    .orderBy('id')
    .execute();
}

/** One relay by its name, locked. */
export function lockRelay(db: Db, name: string) {
  return db.selectFrom('relays').selectAll().where('name', '=', name).forUpdate().executeTakeFirst();
}

/** Adds a relay; undefined where its name is taken. */
export function insertRelay(db: Db, values: Insertable<Relays>) {
  return db
    .insertInto('relays')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
}

/** Changes a relay, and lets it be tried at once: what made it rest may be what was changed. */
export async function updateRelay(db: Db, id: number, values: Updateable<Relays>): Promise<void> {
  await db
    .updateTable('relays')
    .set({ ...values, restingUntil: null, bulkRestingUntil: null, failures: 0, lastError: null })
    .where('id', '=', id)
    .execute();
}

/** Lets sends that wait for a relay ask again: there is a new one, or another limit. */
export async function unholdSends(db: Db): Promise<void> {
  await db
    .updateTable('sends')
    .set({ notBefore: null })
    .where('state', '=', 'sending')
    .where('notBefore', 'is not', null)
    .execute();
}

/** What of each relay's limits has been drawn within the last second, hour and day. */
export async function selectRelayUsage(db: Db) {
  const { rows } = await sql<{ id: number; hour: number; day: number }>`
    select r.id, u.hour_used as hour, u.day_used as day from relays r, relay_usage(r.id, now()) u`.execute(
    db,
  );
  return rows;
}

/**
 * Lets a relay that could not be used rest: 15 s, doubled with each failure up to ten minutes. Of many who meet the same
 * failure one counts it. Gives how long it rests in ms.
 */
export async function restRelay(db: Db, id: number, error: string): Promise<number> {
  await sql`
    update relays set failures = failures + 1, last_error = ${error},
      resting_until = now() + make_interval(secs => least(600, 15 * 2 ^ least(failures, 6)))
    where id = ${id} and (resting_until is null or resting_until <= now())`.execute(db);
  const row = await db
    .selectFrom('relays')
    .select(restMs.as('restMs'))
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.restMs ?? 0;
}

/** Notes that a relay works again. */
export async function wakeRelay(db: Db, id: number): Promise<void> {
  await db
    .updateTable('relays')
    .set({ failures: 0, restingUntil: null, lastError: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute();
}

export interface Draw {
  granted: number;
  /** Until the first is due; or, with nothing granted, until one may ask again. */
  waitMs: number;
  /** Between two of them; 0 where they are not paced. */
  gapMs: number;
  /** Why the relay rests, where the limit of an hour or a day is reached. */
  reason: string | null;
}

/** Draws permits of a relay that has limits, in one statement that all workers take turns at. */
export async function drawPermits(
  db: Db,
  id: number,
  wanted: number,
  stream: 'bulk' | 'service',
): Promise<Draw> {
  const { rows } = await sql<Draw>`
    select granted, wait_ms, gap_ms, reason from draw_permits(${id}, ${wanted}, ${stream === 'service'})`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('draw_permits gave no row');
  return row;
}

/** Whether the database has any relay, turned on or not. */
export async function hasRelays(db: Db): Promise<boolean> {
  return (await db.selectFrom('relays').select('id').limit(1).executeTakeFirst()) !== undefined;
}
