import type { ImapFlow } from 'imapflow';
import { isPassing } from '../../db.ts';
import { codeOf, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { findAddress, findAddresses } from '../bounces/addresses.ts';
import { firstOf, readFieldBlocks } from '../bounces/fields.ts';
import { noteMailbox, noteMailboxError, selectMailbox } from '../queries/inbound.ts';
import { folderOf, mailboxName } from './mailbox.ts';
import { openClient } from './open-client.ts';
import { dueAgain, keepAside, type Numbered, setAside, settleAside } from './set-aside.ts';
import { storeMail } from './store-mail.ts';

// What is returned of a large mail comes last: the report is at the front.
const maxBytes = 4_000_000;
const mostAtOnce = 1_000;
const recipientFields = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-rcpt-to',
  'to',
  'cc',
];

/**
 * Keeps the mails of a mailbox that are new since the last time, and marks them as seen there. A mail counts once: by its
 * number in the mailbox and, where the mailbox has been numbered anew, by its bytes. One that cannot be fetched or kept
 * is set aside, shown, and tried again later; the others go on.
 * @returns how many were kept; null where no mailbox is set
 * @throws Error where the mailbox cannot be read; it is written down too
 */
export async function readMailbox(
  services: Services,
  signal?: AbortSignal,
  now: Date = new Date(),
): Promise<number | null> {
  const { imapUrl } = services.config.inbound;
  if (imapUrl === null) return null;
  const mailbox = mailboxName(new URL(imapUrl));
  try {
    const kept = await openAndRead(services, new URL(imapUrl), mailbox, now, signal);
    if (kept > 0) await services.jobs.hint('read-inbound', [{}]);
    return kept;
  } catch (error) {
    await noteMailboxError(services.db, mailbox, cleanLine(messageOf(error)));
    throw error;
  }
}

interface Reading extends Numbered {
  services: Services;
  client: ImapFlow;
  now: Date;
  signal: AbortSignal | undefined;
}

async function openAndRead(
  services: Services,
  url: URL,
  mailbox: string,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const client = openClient(url);
  // An error without a listener would end the process; what was asked for rejects as well.
  client.on('error', (error: Error) => services.log.warn({ err: error, mailbox }, 'a mailbox broke off'));
  try {
    await client.connect();
    const { uidValidity } = await client.mailboxOpen(folderOf(url));
    const reading = { services, client, mailbox, uidValidity: String(uidValidity), now, signal };
    const kept = (await readNew(reading)) + (await readSetAside(reading));
    await client.logout();
    return kept;
  } finally {
    client.close();
  }
}

async function readNew(reading: Reading): Promise<number> {
  const { services, client, mailbox, uidValidity, signal } = reading;
  const known = await selectMailbox(services.db, mailbox);
  const last = known?.uidValidity === uidValidity ? known.lastUid : 0;
  // IMAP takes `n:*` for the last one where there is none from n on.
  const uids = (await listUids(client, `${last + 1}:*`)).filter((uid) => uid > last);
  let kept = 0;
  for (const uid of uids.slice(0, mostAtOnce)) {
    if (signal?.aborted) break;
    const outcome = await keepOr(reading, uid, (error) =>
      setAside(services, reading, uid, error, reading.now),
    );
    if (outcome === 'kept') kept += 1;
    await noteMailbox(services.db, { mailbox, uidValidity, lastUid: uid });
    if (!client.usable) throw new Error(`the connection was lost at mail ${uid}`);
  }
  if (uids.length === 0) await noteMailbox(services.db, { mailbox, uidValidity, lastUid: last });
  return kept;
}

/** Those that could not be kept before, when their time has come. */
async function readSetAside(reading: Reading): Promise<number> {
  const { services, client, now, signal } = reading;
  let kept = 0;
  for (const one of await dueAgain(services, reading, now)) {
    if (signal?.aborted) break;
    const outcome = await keepOr(reading, one.uid, (error) => keepAside(services, one, error, now));
    if (!client.usable) throw new Error(`the connection was lost at mail ${one.uid}`);
    if (outcome === 'kept') kept += 1;
    if (outcome === 'kept' || outcome === 'known') await settleAside(services, one, 'it was kept later');
    if (outcome === 'gone') await settleAside(services, one, 'it is not in the mailbox any more');
  }
  return kept;
}

/**
 * Keeps a mail, or does what is to be done where that fails by the mail itself. It may be the mail that the connection was
 * lost by: whoever calls this looks whether it still stands.
 * @throws Error where the database is away, or the server asks to come more slowly
 */
async function keepOr(
  { services, client }: Reading,
  uid: number,
  onError: (error: unknown) => Promise<void>,
): Promise<'kept' | 'known' | 'gone' | 'failed'> {
  try {
    return await keepOne(services, client, uid);
  } catch (error) {
    if (isPassing(error) || codeOf(error) === 'ETHROTTLE') throw error;
    await onError(error);
    return 'failed';
  }
}

/** In their order. */
async function listUids(client: ImapFlow, range: string): Promise<number[]> {
  const uids: number[] = [];
  for await (const { uid } of client.fetch(range, { uid: true }, { uid: true })) uids.push(uid);
  return uids.toSorted((one, other) => one - other);
}

async function keepOne(
  services: Services,
  client: ImapFlow,
  uid: number,
): Promise<'kept' | 'known' | 'gone'> {
  const message = await client.fetchOne(String(uid), { source: { maxLength: maxBytes } }, { uid: true });
  if (message === false || message.source === undefined) {
    // It may have been deleted meanwhile.
    if (!(await listUids(client, `${uid}:${uid}`)).includes(uid)) return 'gone';
    throw new Error('the server has it and gives no text of it');
  }
  const raw = message.source;
  const isNew = await storeMail(services, { source: 'imap', raw, ...envelopeOf(raw) });
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  return isNew ? 'kept' : 'known';
}

/** What the header tells of the envelope. */
function envelopeOf(raw: Buffer): { recipients: string[]; mailFrom: string } {
  const [header = new Map<string, string[]>()] = readFieldBlocks(raw.toString('latin1', 0, 100_000));
  const named = recipientFields.flatMap((name) => header.get(name) ?? []);
  const recipients = [...new Set(named.flatMap((value) => findAddresses(value.slice(0, 4_000))))];
  return { recipients: recipients.slice(0, 20), mailFrom: findAddress(firstOf(header, 'return-path')) };
}
