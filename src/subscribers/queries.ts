import { pipeline } from 'node:stream/promises';
import { type Insertable, Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Db, json } from '../db.ts';
import type { Confirmations, Consents, DB, Subscribers } from '../db-schema.ts';
import { suppressedNow } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';

/** Makes everybody who acts on this address wait for each other until the transaction ends. */
export async function lockAddress(db: Db, addressKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressKey}, 7))`.execute(db);
}

/** One person by the folded address. */
export function selectByKey(db: Db, addressKey: string) {
  return db.selectFrom('subscribers').selectAll().where('addressKey', '=', addressKey).executeTakeFirst();
}

/** One person by id. */
export function selectSubscriber(db: Db, id: number) {
  return db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One person by id; until the transaction ends nobody else acts for them, and they are not erased. */
export function holdSubscriber(db: Db, id: number) {
  return db.selectFrom('subscribers').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** As `holdSubscriber`, the person that a confirmation is about. */
export function holdConfirming(db: Db, confirmationId: number) {
  return db
    .selectFrom('subscribers')
    .innerJoin('confirmations', 'confirmations.subscriberId', 'subscribers.id')
    .selectAll('subscribers')
    .where('confirmations.id', '=', confirmationId)
    .forNoKeyUpdate('subscribers')
    .executeTakeFirst();
}

/** One person by the folded address, once everybody who acts for them is through; to be deleted. */
export function lockSubscriber(db: Db, addressKey: string) {
  return db
    .selectFrom('subscribers')
    .selectAll()
    .where('addressKey', '=', addressKey)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a person; where an import has added the same one since the caller looked, gives that one. */
export async function insertSubscriber(db: Db, values: Insertable<Subscribers>) {
  const added = await db
    .insertInto('subscribers')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added !== undefined) return added;
  return db
    .selectFrom('subscribers')
    .selectAll()
    .where('addressKey', '=', values.addressKey)
    .executeTakeFirstOrThrow();
}

/** Changes what a person has set of themselves. */
export async function updateSubscriber(
  db: Db,
  id: number,
  values: { name?: string; language?: string | null; timeZone?: string | null; ownMorning?: boolean },
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .execute();
}

/** A person's subscriptions. */
export function selectSubscriptions(db: Db, subscriberId: number) {
  return db
    .selectFrom('subscriptions')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .orderBy('newsletterId')
    .execute();
}

/** The order in which an import locks a person's subscriptions too, so that neither waits for the other. */
function inOrder(newsletterIds: number[]): number[] {
  return newsletterIds.toSorted((one, other) => one - other);
}

/** Notes that a newsletter was asked for; a confirmed subscription stays as it is. */
export async function insertPending(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  now: Date,
): Promise<void> {
  const rows = inOrder(newsletterIds).map((newsletterId) => ({
    subscriberId,
    newsletterId,
    state: 'pending',
    requestedAt: now,
  }));
  await db
    .insertInto('subscriptions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subscriberId', 'newsletterId'])
        .doUpdateSet({ state: 'pending', requestedAt: now })
        .where('subscriptions.state', '<>', 'confirmed'),
    )
    .execute();
}

/** Confirms subscriptions; gives the newsletters that were not confirmed before. */
export async function confirmSubscriptions(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  now: Date,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = inOrder(newsletterIds).map((newsletterId) => ({
    subscriberId,
    newsletterId,
    state: 'confirmed',
    requestedAt: now,
    confirmedAt: now,
  }));
  const changed = await db
    .insertInto('subscriptions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subscriberId', 'newsletterId'])
        .doUpdateSet({ state: 'confirmed', confirmedAt: now, endedAt: null })
        .where('subscriptions.state', '<>', 'confirmed'),
    )
    .returning('newsletterId')
    .execute();
  return changed.map(({ newsletterId }) => newsletterId);
}

/**
 * Ends subscriptions, of one newsletter or of all, and gives the state that each was in before. Where the "no" is
 * new, those that have ended already get its time too, so that no undo made before it fits any more.
 */
export function endSubscriptions(
  db: Db,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number | null },
  isNew: boolean,
  now: Date,
) {
  let before = db
    .selectFrom('subscriptions')
    .select(['newsletterId', 'state'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('newsletterId')
    .forUpdate();
  if (newsletterId !== null) before = before.where('newsletterId', '=', newsletterId);
  if (!isNew) before = before.where('state', '<>', 'ended');
  return db
    .updateTable('subscriptions as s')
    .from(before.as('before'))
    .set({ state: 'ended', endedAt: now, clickConsentAt: null })
    .where('s.subscriberId', '=', subscriberId)
    .whereRef('s.newsletterId', '=', 'before.newsletterId')
    .returning(['s.newsletterId', 'before.state'])
    .execute();
}

/** Confirms again what ended at exactly this time; gives the newsletters. */
export async function reviveSubscriptions(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  endedAt: Date,
  now: Date,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = await db
    .updateTable('subscriptions')
    .set({ state: 'confirmed', confirmedAt: now, endedAt: null })
    .where('subscriberId', '=', subscriberId)
    .where('newsletterId', 'in', newsletterIds)
    .where('state', '=', 'ended')
    .where('endedAt', '=', endedAt)
    .returning('newsletterId')
    .execute();
  return rows.map((row) => row.newsletterId);
}

/** Notes whether a person's clicks may be counted; gives the newsletters for which that is new. */
export async function updateClickConsent(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  agreedAt: Date | null,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = await db
    .updateTable('subscriptions')
    .set({ clickConsentAt: agreedAt })
    .where('subscriberId', '=', subscriberId)
    .where('newsletterId', 'in', newsletterIds)
    .where('state', '=', 'confirmed')
    .where('clickConsentAt', agreedAt === null ? 'is not' : 'is', null)
    .returning('newsletterId')
    .execute();
  return rows.map(({ newsletterId }) => newsletterId);
}

/** Writes down what a person agreed to or withdrew. */
export async function insertConsents(db: Db, rows: Array<Insertable<Consents>>): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('consents')
    .values(rows.map((row) => ({ ...row, evidence: json(row.evidence ?? {}) })))
    .execute();
}

/** A person's proofs, the oldest first. */
export function selectConsents(db: Db, subscriberId: number) {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** A person's confirmations that were asked for since then, each by a mail of its own; the newest first. */
export function selectConfirmations(db: Db, subscriberId: number, since: Date) {
  return db
    .selectFrom('confirmations')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .orderBy('createdAt', 'desc')
    .execute();
}

/** Opens a confirmation. */
export function insertConfirmation(db: Db, values: Insertable<Confirmations>) {
  return db.insertInto('confirmations').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Notes which mail asks for a confirmation. */
export async function updateMessageId(db: Db, id: number, messageId: string): Promise<void> {
  await db.updateTable('confirmations').set({ messageId }).where('id', '=', id).execute();
}

/** One confirmation. */
export function selectConfirmation(db: Db, id: number) {
  return db.selectFrom('confirmations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Marks a confirmation as used. */
export async function useConfirmation(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('confirmations').set({ usedAt: now }).where('id', '=', id).execute();
}

/** Opens a link to sign in. */
export function insertSignIn(db: Db, subscriberId: number, expiresAt: Date) {
  return db
    .insertInto('signIns')
    .values({ subscriberId, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** A person's links to sign in, the oldest first. */
export function selectSignIns(db: Db, subscriberId: number) {
  return db
    .selectFrom('signIns')
    .select(['createdAt', 'expiresAt', 'usedAt'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** How many links to sign in a person was sent since then. */
export async function countSignIns(db: Db, subscriberId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('signIns')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Uses a link to sign in, once; nothing where it was used or is too old. */
export function useSignIn(db: Db, id: number, now: Date) {
  return db
    .updateTable('signIns')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('subscriberId')
    .executeTakeFirst();
}

/** Everybody who is confirmed for a newsletter, as a query to compose on. */
export function confirmedQuery(db: Db, newsletterId: number) {
  return db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriberId')
    .where('subscriptions.newsletterId', '=', newsletterId)
    .where('subscriptions.state', '=', 'confirmed')
    .select([
      'subscribers.id as subscriberId',
      'subscribers.address',
      'subscribers.addressHash',
      'subscribers.name',
      'subscriptions.clickConsentAt',
    ]);
}

/** A page of people with their newsletters, by id. */
export function selectPage(db: Db, afterId: number, limit: number) {
  return db
    .selectFrom('subscribers as s')
    .select((from) => [
      's.id',
      's.address',
      's.name',
      's.language',
      's.timeZone',
      's.createdAt',
      sql<Array<{ slug: string; state: string; confirmedAt: string | null }>>`coalesce((
        select json_agg(json_build_object('slug', n.slug, 'state', b.state, 'confirmedAt', b.confirmed_at) order by n.id)
        from subscriptions b join newsletters n on n.id = b.newsletter_id where b.subscriber_id = ${from.ref('s.id')}), '[]')`.as(
        'subscriptions',
      ),
    ])
    .where('s.id', '>', afterId)
    .orderBy('s.id')
    .limit(limit)
    .execute();
}

/** Deletes a person with their proofs; subscriptions, confirmations and links to sign in go with them. */
export async function deleteSubscriber(db: Db, id: number): Promise<void> {
  await sql`select set_config('broadsheet.erasing', 'yes', true)`.execute(db);
  await db.deleteFrom('consents').where('subscriberId', '=', id).execute();
  await db.deleteFrom('subscribers').where('id', '=', id).execute();
  await sql`select set_config('broadsheet.erasing', '', true)`.execute(db);
}

// Import --------------------------------------------------------------------------------------------------------

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
