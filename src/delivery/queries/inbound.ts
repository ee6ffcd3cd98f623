import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Keeps a mail as it came in; gives its id, or null where it is kept already. */
export async function insertInboundMail(
  db: Db,
  values: { source: 'smtp' | 'imap'; digest: Buffer; recipients: string[]; mailFrom: string; raw: Buffer },
): Promise<number | null> {
  const row = await db
    .insertInto('inboundMails')
    .values(values)
    .onConflict((conflict) => conflict.columns(['source', 'digest']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The last mail that came in more than a day ago: they are numbered as they come, so it is found from the end. */
async function selectLastOfYesterday(db: Db): Promise<number> {
  const row = await db
    .selectFrom('inboundMails')
    .select('id')
    .where('receivedAt', '<', sql<Date>`now() - interval '1 day'`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
}

/**
 * How many bytes are kept of what came to an address by SMTP within a day and did not prove to be about a mail of ours,
 * and so many beside each. Only the mails of the day are looked at, which a number that is known beforehand makes sure
 * of, and none is unpacked.
 */
export async function selectStrangerBytes(db: Db, address: string, beside: number): Promise<number> {
  const last = await selectLastOfYesterday(db);
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(coalesce(octet_length(m.raw), 0) + ${beside}::int8), 0)::int8 as bytes
    from inbound_mails m
    where m.id > ${last} and m.source <> 'imap' and ${address} = any (m.recipients)
      and not exists (select from reports r where r.inbound_mail_id = m.id and r.proof is not null)`.execute(
    db,
  );
  return rows[0]?.bytes ?? 0;
}

/** Counts what is kept of mail to an address in a day, by the database's clock; gives how many kilobytes it is with these. */
export async function addKilobytes(db: Db, address: string, kilobytes: number): Promise<number> {
  const now = sql`(extract(epoch from now()) * 1000)::bigint`;
  const { rows } = await sql<{ points: number }>`
    insert into rate_limits as l (key, points, expire)
    values (${`inbound-${address}`}, ${kilobytes}, ${now} + 86400000)
    on conflict (key) do update set
      points = excluded.points + case when l.expire < ${now} then 0 else l.points end,
      expire = case when l.expire < ${now} then excluded.expire else l.expire end
    returning points`.execute(db);
  return rows[0]?.points ?? 0;
}

/** Mails that nobody has read yet, behind this one. */
export function selectUnreadMails(db: Db, afterId: number, limit: number) {
  return db
    .selectFrom('inboundMails')
    .select(['id', 'source', 'digest', 'recipients', 'mailFrom', 'raw', 'error'])
    .where('readAt', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Whether there is any. */
export async function hasUnreadMails(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('inboundMails')
    .select('id')
    .where('readAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes a mail for this transaction, so that nobody else reads it meanwhile; false where somebody does. */
export async function holdMail(trx: Db, id: number): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('inbound mail', ${id})) as held`.execute(trx);
  return rows[0]?.held === true;
}

/** Counts an attempt to read a mail; gives which it is, or null where the mail has been read. */
export async function beginReading(db: Db, id: number): Promise<number | null> {
  const row = await db
    .updateTable('inboundMails')
    .set({ attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .where('readAt', 'is', null)
    .returning('attempts')
    .executeTakeFirst();
  return row?.attempts ?? null;
}

/** Notes that a mail has been read. */
export async function markRead(db: Db, id: number, at: Date): Promise<void> {
  await db.updateTable('inboundMails').set({ readAt: at, error: null }).where('id', '=', id).execute();
}

/** Notes why reading a mail failed. */
export async function noteReadingFailed(db: Db, id: number, error: string): Promise<void> {
  await db.updateTable('inboundMails').set({ error }).where('id', '=', id).execute();
}

/** Keeps a probe that is about to be sent. */
export async function insertProbe(db: Db, token: string, domain: string): Promise<void> {
  await db.insertInto('inboundProbes').values({ token, domain }).execute();
}

/** Whether a probe with this token is under way. */
export async function isProbeAwaited(db: Db, token: string): Promise<boolean> {
  const row = await db
    .selectFrom('inboundProbes')
    .select('token')
    .where('token', '=', token)
    .where('seenAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that a probe has come in; false where none of ours has this token. */
export async function markProbeSeen(db: Db, token: string, by: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('inboundProbes')
    .set({ seenAt: sql`coalesce(seen_at, ${at})`, seenBy: sql`coalesce(seen_by, ${by})` })
    .where('token', '=', token)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** One probe. */
export function selectProbe(db: Db, token: string) {
  return db.selectFrom('inboundProbes').selectAll().where('token', '=', token).executeTakeFirst();
}

/** The last probe to a domain that came in. */
export function selectSeen(db: Db, domain: string) {
  return db
    .selectFrom('inboundProbes')
    .select(['seenAt', 'seenBy'])
    .where('domain', '=', domain)
    .where('seenAt', 'is not', null)
    .orderBy('seenAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** How far a mailbox has been read. */
export function selectMailbox(db: Db, mailbox: string) {
  return db.selectFrom('inboundMailboxes').selectAll().where('mailbox', '=', mailbox).executeTakeFirst();
}

/** Notes how far a mailbox has been read; a later reading by somebody else is not set back. */
export async function noteMailbox(
  db: Db,
  { mailbox, uidValidity, lastUid }: { mailbox: string; uidValidity: string; lastUid: number },
): Promise<void> {
  await sql`
    insert into inbound_mailboxes as m (mailbox, uid_validity, last_uid) values (${mailbox}, ${uidValidity}, ${lastUid})
    on conflict (mailbox) do update set read_at = now(), error = null, uid_validity = excluded.uid_validity,
      last_uid = case when m.uid_validity = excluded.uid_validity then greatest(m.last_uid, excluded.last_uid)
        else excluded.last_uid end`.execute(db);
}

/** Notes why a mailbox could not be read. */
export async function noteMailboxError(db: Db, mailbox: string, error: string): Promise<void> {
  await sql`
    insert into inbound_mailboxes (mailbox, uid_validity, last_uid, error) values (${mailbox}, '', 0, ${error})
    on conflict (mailbox) do update set error = excluded.error`.execute(db);
}
