import { isPassing } from '../../db.ts';
import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { readReport, unreadable } from '../bounces/read-report.ts';
import type { Report } from '../bounces/report.ts';
import {
  beginReading,
  holdMail,
  markRead,
  noteReadingFailed,
  selectUnreadMails,
} from '../queries/inbound.ts';
import { readInboundAddress } from './addresses.ts';
import type { Incoming } from './incoming.ts';
import { noteProbe } from './probe.ts';
import { takeReport } from './take-report.ts';

type UnreadMail = Awaited<ReturnType<typeof selectUnreadMails>>[number];

const page = 20;
const mostAttempts = 5;

/**
 * Reads the mails that have come in and takes what they report, each by one process at a time. One that cannot be taken,
 * five times, is kept as unreadable, also one that ends the process; the others go on meanwhile.
 * @returns how many were read
 * @throws Error where the database is away
 */
export async function readInboundMails(services: Services, now: Date = new Date()): Promise<number> {
  let read = 0;
  let last = 0;
  for (;;) {
    const mails = await selectUnreadMails(services.db, last, page);
    for (const mail of mails) {
      if (await readOne(services, mail, now)) read += 1;
      last = mail.id;
    }
    if (mails.length < page) return read;
  }
}

async function readOne(services: Services, mail: UnreadMail, now: Date): Promise<boolean> {
  const { db, log } = services;
  try {
    return await db
      .transaction()
      .execute(async (trx) => (await holdMail(trx, mail.id)) && (await readHeld(services, mail, now)));
  } catch (error) {
    if (isPassing(error)) throw error;
    log.error({ err: error, inboundMail: mail.id }, 'a mail that came in could not be taken');
    return false;
  }
}

async function readHeld(services: Services, mail: UnreadMail, now: Date): Promise<boolean> {
  const { db } = services;
  // Committed before the mail is touched: one that ends the process would be tried for ever.
  const attempt = await beginReading(db, mail.id);
  if (attempt === null) return false;
  if (attempt > mostAttempts) {
    await giveUp(
      services,
      mail,
      mail.error ?? `reading it was begun ${mostAttempts} times and never ended`,
      now,
    );
    return false;
  }
  try {
    await takeMail(services, mail, now);
    await markRead(db, mail.id, now);
    return true;
  } catch (error) {
    if (isPassing(error)) throw error;
    const why = cleanLine(messageOf(error));
    await noteReadingFailed(db, mail.id, why);
    if (attempt === mostAttempts) await giveUp(services, mail, why, now);
    throw error;
  }
}

async function giveUp(services: Services, mail: UnreadMail, error: string, now: Date): Promise<void> {
  await takeReport(services, incomingWith(mail, unreadable(error)), now);
  await markRead(services.db, mail.id, now);
}

async function takeMail(services: Services, mail: UnreadMail, now: Date): Promise<void> {
  const { source, raw, recipients } = mail;
  // Somebody named in it has been erased.
  if (raw === null) return;
  const uses = recipients.map((address) => readInboundAddress(address, services.config.inbound.domain));
  for (const use of uses)
    if (use?.use === 'probe' && (await noteProbe(services, use.token, source, now))) return;
  await takeReport(services, await incomingOf(services, mail), now);
}

/** What a mail that was kept reports, read by what it says and where it went. */
export async function incomingOf(
  { config }: Pick<Services, 'config'>,
  mail: Omit<UnreadMail, 'error'>,
): Promise<Incoming> {
  const { raw, recipients } = mail;
  const leaves = recipients.some(
    (address) => readInboundAddress(address, config.inbound.domain)?.use === 'unsubscribe-mail',
  );
  return incomingWith(mail, leaves ? leaving : await readReport(raw ?? Buffer.of()));
}

// Whatever it says: it went to an address that does nothing else.
const leaving = { kind: 'unsubscribe', recipients: [] } satisfies Incoming['report'];

function incomingWith(
  { id, source, digest, recipients, mailFrom }: Omit<UnreadMail, 'error'>,
  report: Report | Incoming['report'],
): Incoming {
  return {
    source: source as 'smtp' | 'imap',
    externalId: digest.toString('hex'),
    addresses: recipients,
    from: mailFrom,
    report,
    inboundMailId: id,
  };
}
