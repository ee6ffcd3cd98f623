import { pipeline } from 'node:stream/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Db, json } from '../../db.ts';
import type { DB } from '../../db-schema.ts';
import { suppressedNow } from '../../delivery/suppress.ts';
import type { Services } from '../../services.ts';

/** A row of an import that may be taken. */
export interface StagedRow {
  line: number;
  address: string;
  addressKey: string;
  addressHash: Buffer;
  name: string;
  language: string | null;
  disposable: boolean;
  /** Newsletters that the row itself says were left. */
  endedIds: number[];
}

/** What the staged rows came to: each row is counted once. */
export interface MergeCounts {
  added: number;
  extended: number;
  unchanged: number;
  refused: number;
}

/** Runs one transaction and shows its connection too, which COPY needs and Kysely keeps to itself. */
export async function onConnection<T>(
  { db, pool }: Pick<Services, 'db' | 'pool'>,
  work: (trx: Db, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // What runs on a connection that is lost fails by itself; without a listener the process would end.
  const ignore = (): void => {};
  client.on('error', ignore);
  const one = { connect: () => Promise.resolve(client), end: () => Promise.resolve(), options: pool.options };
  const bound = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: one }),
    plugins: [...db.getExecutor().plugins],
  });
  try {
    const transaction = bound.transaction().setIsolationLevel('read committed');
    return await transaction.execute((trx) => work(trx, client));
  } finally {
    client.off('error', ignore);
  }
}

/** Copies rows, as `formatStaged` writes them, into a table that lasts until the transaction ends. */
export async function stage(client: pg.PoolClient, rows: AsyncIterable<string>): Promise<void> {
  await client.query(
    `create temp table import_rows (line bigint, address text, address_key text, address_hash bytea, name text,
       language text, disposable boolean, ended_ids bigint[]) on commit drop`,
  );
  await pipeline(rows, client.query(copyFrom('copy import_rows from stdin')));
}

/** A row as COPY reads it. */
export function formatStaged(row: StagedRow): string {
  const text = (value: string): string => value.replace(/[\\\t\n\r]/g, (char) => `\\${char}`);
  const hash = row.addressHash.toString('hex');
  const language = row.language === null ? '\\N' : text(row.language);
  return `${row.line}\t${text(row.address)}\t${text(row.addressKey)}\t\\\\x${hash}\t${text(row.name)}\t${language}\t${row.disposable ? 't' : 'f'}\t{${row.endedIds.join(',')}}\n`;
}

/** What an import keeps as the proof of each subscription that it confirms. */
export interface ImportProof {
  wording: string;
  wordingVersion: string;
  evidence: object;
  at: Date;
}

/**
 * Merges the staged rows: adds who is not known, confirms the newsletters, writes the proofs. One import at a time;
 * who signs up meanwhile waits only where the address is in the file.
 */
export async function mergeStaged(
  trx: Db,
  newsletterIds: number[],
  proof: ImportProof,
): Promise<MergeCounts> {
  await sql`select pg_advisory_xact_lock(hashtextextended('subscribers import', 7))`.execute(trx);
  await insertStagedPeople(trx);
  await holdStagedPeople(trx, newsletterIds);
  return confirmStagedPeople(trx, newsletterIds, proof);
}

/** Adds the people of the staged rows that are not known yet, each once, and notes who was known. */
async function insertStagedPeople(trx: Db): Promise<void> {
  // The server itself never analyses a temporary table, and a million rows want another plan than ten.
  await sql`analyze import_rows`.execute(trx);
  await sql`
    create temp table import_people on commit drop as
    select distinct on (r.address_key) r.*, count(*) over (partition by r.address_key) as times, s.id is not null as known
    from import_rows r left join subscribers s using (address_key) order by r.address_key, r.line`.execute(
    trx,
  );
  await sql`analyze import_people`.execute(trx);
  await sql`
    insert into subscribers (address, address_key, address_hash, name, language, disposable)
    select address, address_key, address_hash, name, language, disposable from import_people p
    where not known and not exists (
      select from (${suppressedNow(trx)}) s where s.address_hash = p.address_hash and s.newsletter_id is null)
    order by address_key on conflict do nothing`.execute(trx);
}

/** Lets nobody be erased any more for whom something will be confirmed; who is being erased is waited for. */
async function holdStagedPeople(trx: Db, newsletterIds: number[]): Promise<void> {
  await sql`
    with held as (
      select s.id from import_people p
      join subscribers s using (address_key) cross join unnest(${newsletterIds}::bigint[]) as n (id)
      left join subscriptions b on b.subscriber_id = s.id and b.newsletter_id = n.id
      where p.known and coalesce(b.state, 'pending') = 'pending' order by s.id for key share of s
    )
    select count(*) from held`.execute(trx);
}

/**
 * Confirms the newsletters for everybody staged, except where they have ended or are suppressed, writes a proof
 * for each that was not confirmed before, and counts what each staged row came to.
 */
async function confirmStagedPeople(
  trx: Db,
  newsletterIds: number[],
  { wording, wordingVersion, evidence, at }: ImportProof,
): Promise<MergeCounts> {
  const { rows } = await sql<MergeCounts>`
    with live as materialized (${suppressedNow(trx)}),
    pairs as materialized (
      select p.line, p.times, p.known, s.id as subscriber_id, n.id as newsletter_id,
        everything.address_hash is not null as stopped,
        (n.id = any (p.ended_ids) or b.state = 'ended' or single.address_hash is not null) is true as has_left,
        s.id is not null and b.state is distinct from 'confirmed' as is_open
      from import_people p
      cross join unnest(${newsletterIds}::bigint[]) as n (id)
      left join subscribers s using (address_key)
      left join subscriptions b on b.subscriber_id = s.id and b.newsletter_id = n.id
      left join (select distinct address_hash from live where newsletter_id is null) everything
        on everything.address_hash = p.address_hash
      left join (select distinct address_hash, newsletter_id from live) single
        on single.address_hash = p.address_hash and single.newsletter_id = n.id
    ),
    confirmed as (
      insert into subscriptions as b (subscriber_id, newsletter_id, state, requested_at, confirmed_at)
      select subscriber_id, newsletter_id, 'confirmed', ${at}::timestamptz, ${at}::timestamptz from pairs
      where is_open and not has_left and not stopped order by subscriber_id, newsletter_id
      on conflict (subscriber_id, newsletter_id) do update set state = 'confirmed', confirmed_at = excluded.confirmed_at
      where b.state = 'pending'
      returning b.subscriber_id, b.newsletter_id
    ),
    proofs as (
      insert into consents (subscriber_id, newsletter_id, action, purpose, wording, wording_version, source, evidence, at)
      select subscriber_id, newsletter_id, 'confirm', 'newsletter', ${wording}, ${wordingVersion}, 'import',
        ${json(evidence)}, ${at}::timestamptz
      from confirmed
    ),
    people as (
      select times, bool_or(stopped or has_left) as has_no,
        case when bool_or(stopped) then 'refused' when not bool_or(known) then 'added'
          when bool_or(is_open and not has_left) then 'extended' when bool_or(has_left) then 'refused'
          else 'unchanged' end as outcome
      from pairs group by line, times
    ),
    counted as (
      select outcome, 1 as count from people
      union all select case when has_no then 'refused' else 'unchanged' end, times - 1 from people where times > 1
    )
    select coalesce(sum(count) filter (where outcome = 'added'), 0) as added,
      coalesce(sum(count) filter (where outcome = 'extended'), 0) as extended,
      coalesce(sum(count) filter (where outcome = 'unchanged'), 0) as unchanged,
      coalesce(sum(count) filter (where outcome = 'refused'), 0) as refused
    from counted`.execute(trx);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count came back empty');
  return counts;
}
