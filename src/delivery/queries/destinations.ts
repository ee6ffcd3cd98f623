import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** A destination that is left alone, or paced, at one relay. */
export interface CoolingRow {
  relay: string;
  destination: string;
  rule: string;
  perMinute: number | null;
  /** From now, by the database's clock. */
  leftMs: number;
}

const leftMs = sql<number>`(extract(epoch from until - now()) * 1000)::float8`;

/** What cools now, for a process to go by. */
export function selectCoolings(db: Db): Promise<CoolingRow[]> {
  return db
    .selectFrom('destinationCoolings')
    .select(['relay', 'destination', 'rule', 'perMinute', leftMs.as('leftMs')])
    .where('until', '>', sql<Date>`now()`)
    .execute();
}

/** What cools now, for a person. */
export function selectCoolingsInFull(db: Db) {
  return db
    .selectFrom('destinationCoolings')
    .select(['relay', 'destination', 'rule', 'perMinute', 'since', 'until', 'reply'])
    .where('until', '>', sql<Date>`now()`)
    .orderBy('destination')
    .orderBy('relay')
    .execute();
}

interface Heard {
  relay: string;
  destination: string;
  rule: string;
  reply: string;
  times: number;
  withinMinutes: number;
  minutes: number;
  perMinute: number | null;
  alert: boolean;
}

/**
 * Notes what a destination said; where it has been said often enough it cools, from the last time on, and where that begins
 * and a person must look it is news. Gives the cooling, or null where it was not often enough.
 */
export async function noteHeard(db: Db, heard: Heard): Promise<CoolingRow | null> {
  const { relay, destination, rule, reply, times, withinMinutes, minutes, perMinute, alert } = heard;
  const { rows } = await sql<CoolingRow>`
    with noted as (
      insert into destination_coolings as c (relay, destination, rule, reply, heard_at, since, until, per_minute)
      values (${relay}, ${destination}, ${rule}, ${reply}, array[now()], case when ${times}::int <= 1 then now() end,
        case when ${times}::int <= 1 then now() + make_interval(mins => ${minutes}::int) end, ${perMinute}::int)
      on conflict (relay, destination, rule) do update set reply = excluded.reply, per_minute = excluded.per_minute,
        (heard_at, since, until) = (
          select recent, case when cools then case when c.until > now() then c.since else now() end end,
            case when cools then now() + make_interval(mins => ${minutes}::int) end
          from (select array_agg(at order by at) as recent, count(*) >= ${times}::int or c.until > now() as cools
            from (select at from unnest(c.heard_at || now()) as at
              where at > now() - make_interval(mins => ${withinMinutes}::int) order by at desc limit ${times}::int) last) r)
      returning relay, destination, rule, reply, since, until, per_minute
    ), news as (
      insert into events (kind, data)
      select 'destination-blocked', jsonb_build_object('relay', relay, 'destination', destination, 'rule', rule,
        'reply', reply, 'until', until)
      from noted where ${alert} and since = now()
    )
    select relay, destination, rule, per_minute as "perMinute", ${leftMs} as "leftMs" from noted where until is not null`.execute(
    db,
  );
  return rows[0] ?? null;
}

export interface Pacing {
  /** So many may go now. */
  granted: number;
  /** When the others are to come again: the first, and each after it, until it is over. */
  returnMs: number;
  gapMs: number;
  untilMs: number;
}

/** Draws permits of a paced cooling for rows that it kept back. */
export async function drawPaced(
  db: Db,
  { relay, destination, rule }: Pick<CoolingRow, 'relay' | 'destination' | 'rule'>,
  wanted: number,
): Promise<Pacing> {
  const { rows } = await sql<Pacing>`
    select granted, return_ms as "returnMs", gap_ms as "gapMs", until_ms as "untilMs"
    from pace_destination(${relay}, ${destination}, ${rule}, ${wanted})`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('pace_destination gave no row');
  return row;
}

/** Ends what cools at a destination; gives of each what it was. */
export function endCoolings(db: Db, destination: string, relay: string | null) {
  return db
    .deleteFrom('destinationCoolings')
    .where('destination', '=', destination)
    .where('until', '>', sql<Date>`now()`)
    .$if(relay !== null, (query) => query.where('relay', '=', relay ?? ''))
    .returning(['relay', 'destination', 'rule', 'perMinute', 'until'])
    .execute();
}

/** Makes the rows due that wait for these reasons, of the sends that go on. */
export async function returnKeptBack(db: Db, reasons: string[]): Promise<void> {
  await sql`
    with due as (
      update deliveries d set due_at = now(), updated_at = now()
      from sends s where s.state in ('sending', 'paused') and d.edition_id = s.edition_id and d.state = 'deferred'
        and d.reason = any (${reasons}::text[])
      returning d.edition_id, d.batch
    )
    update delivery_batches b set due_at = least(b.due_at, now())
    where (b.edition_id, b.batch) in (select edition_id, batch from due)`.execute(db);
}

/** What was said so long ago that it counts no more. */
export async function pruneCoolings(db: Db): Promise<void> {
  await sql`delete from destination_coolings where coalesce(until, now()) <= now()
    and heard_at[cardinality(heard_at)] < now() - interval '1 day'`.execute(db);
}
