import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Relays } from '../../db-schema.ts';

const restMs = sql<number>`greatest(0, coalesce(extract(epoch from resting_until - now()) * 1000, 0))::float8`;
const bulkRestMs = sql<number>`greatest(0, coalesce(extract(epoch from greatest(resting_until, bulk_resting_until) - now()) * 1000, 0))::float8`;

const warmUpDay = sql<number | null>`warm_up_day(relays, now())`;

/**
 * Every relay, with how long it rests from now, for all mail and for bulk mail, and its day of a warm-up, by the
 * database's clock.
 */
export function selectRelays(db: Db) {
  return db
    .selectFrom('relays')
    .selectAll()
    .select([restMs.as('restMs'), bulkRestMs.as('bulkRestMs'), warmUpDay.as('warmUpDay')])
    .orderBy('id')
    .execute();
}

/**
 * How much bulk mail the relays may be given at the most until then, by their limits; null where one of them has none. Of
 * each limit it is what its windows hold, counted back from the end, less what was drawn in the one that has begun.
 */
export async function selectRoom(db: Db, until: Date): Promise<number | null> {
  const { rows } = await sql<{ room: number | null }>`
    select case when count(*) = count(room) then coalesce(sum(greatest(0, room)), 0)::int8 end as room from (
      select least(
        r.per_second::int8 * t.seconds,
        (r.per_hour - service_reserve(r.per_hour))::int8 * t.hours - (select coalesce(sum(permits), 0) from relay_windows w
          where w.relay_id = r.id and w.minute > t.ends - make_interval(hours => t.hours)),
        (select case when bool_and(most is not null)
            then sum(most - service_reserve(most)) end
          from generate_series(0, t.days - 1) k, lateral (select relay_day_limit(r, t.ends - make_interval(days => k)) as most) d)
        - (select coalesce(sum(permits), 0) from relay_windows w
          where w.relay_id = r.id and w.minute > t.ends - make_interval(days => t.days))
      ) as room
      from relays r, lateral (
        select ends, seconds, ceil(seconds / 3600.0)::int as hours, ceil(seconds / 86400.0)::int as days
        from (select ${until}::timestamptz as ends, greatest(0, extract(epoch from ${until}::timestamptz - now()))::int as seconds) s
      ) t
      where r.enabled
    ) rooms having count(*) > 0`.execute(db);
  return rows[0]?.room ?? null;
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
