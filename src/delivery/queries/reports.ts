import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Reports } from '../../db-schema.ts';

export type ReportRow = Selectable<Reports>;

/** Adds a report; nothing where it has come before, whoever takes it at the same time. */
export function insertReport(db: Db, values: Insertable<Reports>): Promise<ReportRow | undefined> {
  return db
    .insertInto('reports')
    .values({ ...values, evidence: json(values.evidence ?? {}) })
    .onConflict((conflict) => conflict.columns(['source', 'externalId', 'part']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Makes all who decide about this address wait for each other until the transaction ends. */
export async function lockReported(db: Db, addressHash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressHash.toString('hex')}, 6))`.execute(db);
}

/** Writes down what was decided of a report. */
export async function updateReport(
  db: Db,
  id: number,
  values: {
    decision: string;
    reason: string;
    counts?: boolean;
    suppressionId?: number | null;
    address?: string | null;
    addressHash?: Buffer | null;
    reply?: string;
    evidence?: ReturnType<typeof json>;
  },
): Promise<void> {
  await db.updateTable('reports').set(values).where('id', '=', id).execute();
}

/** Undecided reports behind this one, the oldest first. */
export function selectOpenReports(db: Db, afterId: number, limit: number) {
  return db
    .selectFrom('reports')
    .select('id')
    .where('decision', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Takes an undecided report for this transaction; nothing where another has it or has decided. */
export function claimReport(db: Db, id: number): Promise<ReportRow | undefined> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('id', '=', id)
    .where('decision', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** One report, to be changed. */
export function lockReport(db: Db, id: number): Promise<ReportRow | undefined> {
  return db.selectFrom('reports').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** When an address failed for now since a moment: the first failure of each mail, the oldest first. */
export function selectCounted(db: Db, addressHash: Buffer, since: Date): Promise<Array<{ at: Date }>> {
  return db
    .selectFrom('reports')
    .select(({ fn }) => fn.min<Date>('at').as('at'))
    .where('addressHash', '=', addressHash)
    .where('counts', '=', true)
    .where('undoneAt', 'is', null)
    .where('at', '>', since)
    .groupBy([
      'editionId',
      'serviceMailId',
      sql`case when edition_id is null and service_mail_id is null then id end`,
    ])
    .orderBy(sql`1`)
    .execute();
}

/** Notes that a report was undone. */
export async function markUndone(db: Db, id: number, by: string, at: Date): Promise<void> {
  await db.updateTable('reports').set({ undoneAt: at, undoneBy: by }).where('id', '=', id).execute();
}

const told = [
  'id',
  'at',
  'source',
  'kind',
  'address',
  'status',
  'reply',
  'decision',
  'reason',
  'editionId',
  'undoneAt',
] as const;

/** A page of reports, the newest first. */
export function selectReports(
  db: Db,
  { kind, unread, limit }: { kind: string | null; unread: boolean; limit: number },
) {
  let query = db
    .selectFrom('reports')
    .select([...told, 'class'])
    .orderBy('id', 'desc')
    .limit(limit);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (unread) query = query.where('decision', '=', 'kept').where('undoneAt', 'is', null);
  return query.execute();
}

/** One report with the mail that it came as. */
export function selectReport(db: Db, id: number) {
  return db
    .selectFrom('reports as r')
    .leftJoin('inboundMails as m', 'm.id', 'r.inboundMailId')
    .selectAll('r')
    .select(['m.raw', 'm.recipients', 'm.mailFrom'])
    .where('r.id', '=', id)
    .executeTakeFirst();
}

/** News for the domains to the left; a provider may know the address alone. */
export async function insertNews(
  db: Db,
  values: { kind: string; subscriberId: number | null; editionId: number | null; data: object; at: Date },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ ...values, data: json(values.data) })
    .execute();
}

/** Takes what tells who somebody is out of reports and the mails that they came as. */
async function clearReports(db: Db, which: RawBuilder<unknown>): Promise<void> {
  await sql`
    with cleared as (
      update reports set address = null, address_hash = null, reply = '', evidence = '{}' where ${which}
      returning inbound_mail_id
    )
    update inbound_mails m set raw = null, recipients = '{}', mail_from = '' from cleared
    where m.id = cleared.inbound_mail_id`.execute(db);
}

/** One report about somebody who has been erased. */
export function clearReport(db: Db, id: number): Promise<void> {
  return clearReports(db, sql`id = ${id}`);
}

/** Every report about a person who is being erased. */
export function forgetReports(db: Db, subscriberId: number | null, addressHash: Buffer): Promise<void> {
  return clearReports(db, sql`address_hash = ${addressHash} or subscriber_id = ${subscriberId}::bigint`);
}

/** What came back about a person, the oldest first. */
export function selectReportsOf(db: Db, subscriberId: number | null, addressHash: Buffer) {
  return db
    .selectFrom('reports')
    .select(told)
    .where((where) =>
      where.or([where('addressHash', '=', addressHash), where('subscriberId', '=', subscriberId)]),
    )
    .orderBy('id')
    .execute();
}
