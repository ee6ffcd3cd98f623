import { sql } from 'kysely';
import { type Db, json } from '../../db.ts';

export interface CheckRow {
  kind: string;
  key: string;
  about: unknown;
}

/** What is known by now of some things of a kind. */
export function selectChecks(db: Db, kind: string, keys: string[]) {
  return db
    .selectFrom('preFlightChecks')
    .select(['key', 'wantedAt', 'checkedAt', 'result'])
    .where('kind', '=', kind)
    .where('key', 'in', keys)
    .execute();
}

/** Asks for a look at some things; one that is asked for already waits as long as it did. */
export async function wantChecks(
  db: Db,
  kind: string,
  wanted: Array<{ key: string; about: object }>,
): Promise<void> {
  await db
    .insertInto('preFlightChecks')
    .values(wanted.map(({ key, about }) => ({ kind, key, about: json(about), wantedAt: sql<Date>`now()` })))
    .onConflict((conflict) =>
      conflict.columns(['kind', 'key']).doUpdateSet({
        wantedAt: sql`coalesce(pre_flight_checks.wanted_at, now())`,
        about: sql`excluded.about`,
      }),
    )
    .execute();
}

/** Takes some that are wanted and that nobody has in hand, those first that have waited longest. */
export async function takeChecks(db: Db, limit: number, seconds: number): Promise<CheckRow[]> {
  const { rows } = await sql<CheckRow>`
    update pre_flight_checks c set lease_until = now() + make_interval(secs => ${seconds})
    from (
      select kind, key from pre_flight_checks
      where wanted_at is not null and (lease_until is null or lease_until < now())
      order by wanted_at limit ${limit} for update skip locked
    ) t
    where c.kind = t.kind and c.key = t.key
    returning c.kind, c.key, c.about`.execute(db);
  return rows;
}

/** Keeps what was found. */
export async function keepCheck(db: Db, { kind, key }: CheckRow, result: object): Promise<void> {
  await db
    .updateTable('preFlightChecks')
    .set({ result: json(result), checkedAt: sql<Date>`now()`, wantedAt: null, leaseUntil: null })
    .where('kind', '=', kind)
    .where('key', '=', key)
    .execute();
}

/** Whether anything waits for a look. */
export async function hasWantedChecks(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('preFlightChecks')
    .select('key')
    .where('wantedAt', 'is not', null)
    .where((where) => where.or([where('leaseUntil', 'is', null), where('leaseUntil', '<', sql<Date>`now()`)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets what nobody has asked for since. */
export async function deleteOldChecks(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('preFlightChecks')
    .where('wantedAt', 'is', null)
    .where('checkedAt', '<', before)
    .execute();
}

/** How many bytes some of our own pictures have, by their hashes. */
export async function selectPictureSizes(db: Db, hashes: string[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('images')
    .select(['hash', sql<number>`octet_length(data)`.as('bytes')])
    .where('hash', 'in', hashes)
    .execute();
  return new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
}
