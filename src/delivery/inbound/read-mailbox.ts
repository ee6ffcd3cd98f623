import { ImapFlow } from 'imapflow';
import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { findAddress, findAddresses } from '../bounces/addresses.ts';
import { firstOf, readFieldBlocks } from '../bounces/fields.ts';
import { noteMailbox, noteMailboxError, selectMailbox } from '../queries/inbound.ts';
import { folderOf, mailboxName } from './mailbox.ts';
import { storeMail } from './store-mail.ts';

const timeoutMs = 30_000;
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
 * number in the mailbox and, where the mailbox has been numbered anew, by its bytes.
 * @returns how many were kept; null where no mailbox is set
 * @throws Error where the mailbox cannot be read; it is written down too
 */
export async function readMailbox(services: Services, signal?: AbortSignal): Promise<number | null> {
  const { imapUrl } = services.config.inbound;
  if (imapUrl === null) return null;
  const mailbox = mailboxName(new URL(imapUrl));
  try {
    const kept = await readNew(services, new URL(imapUrl), mailbox, signal);
    if (kept > 0) await services.jobs.hint('read-inbound', [{}]);
    return kept;
  } catch (error) {
    await noteMailboxError(services.db, mailbox, messageOf(error));
    throw error;
  }
}

async function readNew(services: Services, url: URL, mailbox: string, signal?: AbortSignal): Promise<number> {
  const client = openClient(url);
  // An error without a listener would end the process; what was asked for rejects as well.
  client.on('error', (error: Error) => services.log.warn({ err: error, mailbox }, 'a mailbox broke off'));
  try {
    await client.connect();
    const { uidValidity } = await client.mailboxOpen(folderOf(url));
    const known = await selectMailbox(services.db, mailbox);
    const validity = String(uidValidity);
    const last = known?.uidValidity === validity ? known.lastUid : 0;
    const uids = await newUids(client, last);
    let kept = 0;
    for (const uid of uids.slice(0, mostAtOnce)) {
      if (signal?.aborted) break;
      if (await keepOne(services, client, uid)) kept += 1;
      await noteMailbox(services.db, { mailbox, uidValidity: validity, lastUid: uid });
    }
    if (uids.length === 0) await noteMailbox(services.db, { mailbox, uidValidity: validity, lastUid: last });
    await client.logout();
    return kept;
  } finally {
    client.close();
  }
}

function openClient(url: URL): ImapFlow {
  const { protocol, hostname, port, username, password, searchParams } = url;
  const secure = protocol === 'imaps:';
  return new ImapFlow({
    host: hostname,
    port: Number(port) || (secure ? 993 : 143),
    secure,
    // A password never goes out in clear, unless the setting says so.
    ...(secure ? {} : { doSTARTTLS: searchParams.get('tls') !== 'no' }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
}

/** In their order. IMAP takes `n:*` for the last one where there is none from n on. */
async function newUids(client: ImapFlow, last: number): Promise<number[]> {
  const uids: number[] = [];
  for await (const { uid } of client.fetch(`${last + 1}:*`, { uid: true }, { uid: true })) uids.push(uid);
  return uids.filter((uid) => uid > last).toSorted((one, other) => one - other);
}

async function keepOne(services: Services, client: ImapFlow, uid: number): Promise<boolean> {
  const message = await client.fetchOne(String(uid), { source: { maxLength: maxBytes } }, { uid: true });
  // It may have been deleted meanwhile.
  if (message === false || message.source === undefined) return false;
  const raw = message.source;
  const isNew = await storeMail(services, { source: 'imap', raw, ...envelopeOf(raw) });
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
  return isNew;
}

/** What the header tells of the envelope. */
function envelopeOf(raw: Buffer): { recipients: string[]; mailFrom: string } {
  const [header = new Map<string, string[]>()] = readFieldBlocks(raw.toString('latin1', 0, 100_000));
  const named = recipientFields.flatMap((name) => header.get(name) ?? []);
  const recipients = [...new Set(named.flatMap((value) => findAddresses(value.slice(0, 4_000))))];
  return { recipients: recipients.slice(0, 20), mailFrom: findAddress(firstOf(header, 'return-path')) };
}
