import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { unreadable } from '../bounces/read-report.ts';
import { noteTriedAgain, type SetAside, settleRenumbered, selectSetAside } from '../queries/set-aside.ts';
import { updateReport } from '../queries/reports.ts';
import { takeReport } from './take-report.ts';

// Each wait is twice as long as the one before: the last try comes after a day and a half.
const mostTries = 12;
const firstWaitMs = 60_000;

/** A mailbox whose mails have numbers, as long as its UIDVALIDITY stays the same. */
export interface Numbered {
  mailbox: string;
  uidValidity: string;
}

/**
 * Keeps in view a mail that the mailbox has and that could not be fetched or kept, as a report that nobody has read, so
 * that the others behind it can be read. It is tried again, each time later.
 */
export async function setAside(
  services: Services,
  { mailbox, uidValidity }: Numbered,
  uid: number,
  error: unknown,
  now: Date,
): Promise<void> {
  const tries = 1;
  const said = describe(mailbox, uid, tries, error);
  services.log.warn({ err: error, mailbox, uid }, 'a mail of the mailbox could not be kept');
  await takeReport(
    services,
    {
      source: 'imap',
      externalId: `mailbox ${uidValidity} ${uid} ${mailbox}`,
      report: {
        ...unreadable(said),
        recipients: [{ address: '', status: '', class: 'unknown', reply: said }],
      },
      evidence: { mailbox, uidValidity, uid, tries, nextAt: nextAfter(tries, now) },
    },
    now,
  );
}

/** Those that are due to be tried again; what stood aside under numbers that have changed is over. */
export async function dueAgain(
  { db }: Services,
  { mailbox, uidValidity }: Numbered,
  now: Date,
): Promise<SetAside[]> {
  await settleRenumbered(
    db,
    mailbox,
    uidValidity,
    'the mailbox was numbered anew and read from its beginning',
  );
  return selectSetAside(db, mailbox, now);
}

/** Notes that one that was set aside needs nobody any more. */
export async function settleAside({ db }: Services, { id }: SetAside, reason: string): Promise<void> {
  await updateReport(db, id, { decision: 'noted', reason });
}

/** Notes that one that was set aside could not be kept again. */
export async function keepAside(
  services: Services,
  { id, mailbox, uid, tries }: SetAside,
  error: unknown,
  now: Date,
): Promise<void> {
  const said = describe(mailbox, uid, tries + 1, error);
  services.log.warn({ err: error, mailbox, uid }, 'a mail of the mailbox could not be kept');
  await noteTriedAgain(services.db, id, {
    reply: said,
    reason: `it could not be read: ${said}`,
    evidence: { tries: tries + 1, nextAt: nextAfter(tries + 1, now) },
  });
}

/** Null where it is tried no more. */
function nextAfter(tries: number, now: Date): string | null {
  return tries >= mostTries ? null : new Date(now.getTime() + firstWaitMs * 2 ** (tries - 1)).toISOString();
}

function describe(mailbox: string, uid: number, tries: number, error: unknown): string {
  const again = tries < mostTries ? 'it is tried again' : 'it is tried no more';
  return cleanLine(
    `mail ${uid} of ${mailbox} could not be kept (${tries}x, ${again}): ${answerOf(error)}`,
    300,
  );
}

/** With what the server answered. */
function answerOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, responseStatus = '', responseText = '' } = error as Error & Record<string, unknown>;
  return [message, responseStatus, responseText].filter((part) => part !== '').join(' ');
}
