import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** A mail of a mailbox that could not be kept, as its report tells. */
export interface SetAside {
  id: number;
  mailbox: string;
  uid: number;
  tries: number;
}

// Their external ids begin with the word, and those of mails are digests in hexadecimal: the index leads to these few.
const ofMailbox = (mailbox: string) => sql`
  source = 'imap' and external_id > 'mailbox' and kind = 'unreadable' and decision = 'kept' and undone_at is null
    and evidence ->> 'mailbox' = ${mailbox}`;

/** Some of those that are due to be tried again, the longest due first. */
export async function selectSetAside(db: Db, mailbox: string, now: Date): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select id, evidence ->> 'mailbox' as mailbox, (evidence ->> 'uid')::bigint as uid,
      (evidence ->> 'tries')::int as tries
    from reports
    where ${ofMailbox(mailbox)} and (evidence ->> 'nextAt')::timestamptz <= ${now}
    order by evidence ->> 'nextAt', id limit 200`.execute(db);
  return rows;
}

/** Notes what came of another try. */
export async function noteTriedAgain(
  db: Db,
  id: number,
  { reply, reason, evidence }: { reply: string; reason: string; evidence: object },
): Promise<void> {
  await sql`
    update reports set reply = ${reply}, reason = ${reason},
      evidence = evidence || ${JSON.stringify(evidence)}::jsonb
    where id = ${id}`.execute(db);
}

/** Notes of those that were numbered otherwise that they are over. */
export async function settleRenumbered(
  db: Db,
  mailbox: string,
  uidValidity: string,
  reason: string,
): Promise<void> {
  await sql`
    update reports set decision = 'noted', reason = ${reason}
    where ${ofMailbox(mailbox)} and evidence ->> 'uidValidity' <> ${uidValidity}`.execute(db);
}
