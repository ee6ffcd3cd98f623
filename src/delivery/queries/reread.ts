import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** A report that waits for a person, with the mail that it came as; none where a mailbox has not given it. */
export type KeptReport = Awaited<ReturnType<typeof selectKeptReports>>[number];

// Whoever dismissed or decided one has looked at it; what has no mail can be read again only where a mailbox has it.
const kept = (db: Db) =>
  db
    .selectFrom('reports as r')
    .leftJoin('inboundMails as m', 'm.id', 'r.inboundMailId')
    .select(['r.id', 'r.kind', 'r.reply', 'r.reason'])
    .select(['m.id as mailId', 'm.source', 'm.digest', 'm.recipients', 'm.mailFrom', 'm.raw'])
    .where('r.decision', '=', 'kept')
    .where('r.undoneAt', 'is', null)
    .where((where) =>
      where.or([
        where('m.raw', 'is not', null),
        where.and([
          where('r.source', '=', 'imap'),
          where('r.inboundMailId', 'is', null),
          sql<boolean>`r.evidence ? 'uid'`,
        ]),
      ]),
    );

/** Some of those that can be read again, behind this one. */
export async function selectKeptReports(db: Db, afterId: number, limit: number) {
  const rows = await kept(db).where('r.id', '>', afterId).orderBy('r.id').limit(limit).execute();
  return rows.map(withMail);
}

/** One of them; nothing where it cannot be read again. */
export async function selectKeptReport(db: Db, id: number) {
  const row = await kept(db).where('r.id', '=', id).executeTakeFirst();
  return row && withMail(row);
}

type Row = Awaited<ReturnType<ReturnType<typeof kept>['execute']>>[number];

function withMail({ id, kind, reply, reason, mailId, source, digest, recipients, mailFrom, raw }: Row) {
  const isKept = mailId !== null && source !== null && digest !== null && recipients !== null;
  const mail = isKept ? { id: mailId, source, digest, recipients, mailFrom: mailFrom ?? '', raw } : null;
  return { id, kind, reply, reason, mail };
}

/** Makes room for another report of the same mail. */
export async function retireReport(db: Db, id: number): Promise<void> {
  await db
    .updateTable('reports')
    .set({ externalId: sql`external_id || ' until it was read again: ' || id` })
    .where('id', '=', id)
    .execute();
}
