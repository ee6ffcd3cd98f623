import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { codeOf, messageOf } from '../../errors.ts';
import type { InboundConfig } from '../../inbound-settings.ts';
import type { Services } from '../../services.ts';
import { readInboundAddress } from './addresses.ts';
import { storeMail } from './store-mail.ts';

const maxBytes = 2_000_000;
const maxClients = 50;
const maxRecipients = 10;
const idleMs = 60_000;
const storeWithinMs = 15_000;
const bindAgainMs = 10_000;

export interface Listener {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens for mail to the inbound domain. It takes mail to addresses that we gave out only, so that nobody can send on
 * through it; says that a mail is in once the database has it for good, and 451 where it has not; and answers no mail.
 * @throws Error where the port cannot be listened on
 */
export async function startListener(
  services: Services,
  { port, host, tls }: NonNullable<InboundConfig['smtp']>,
): Promise<Listener> {
  const { domain } = services.config.inbound;
  const server = new SMTPServer({
    name: domain ?? 'localhost',
    banner: 'Broadsheet takes what comes back',
    size: maxBytes,
    rejectOversized: true,
    maxClients,
    socketTimeout: idleMs,
    closeTimeout: 1_000,
    authOptional: true,
    // Without a certificate of ours the library would offer one whose key everybody has.
    disabledCommands: tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...tls,
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, session, done) => done(refuseRecipient(services, address, session)),
    onData: (stream, session, done) => void answerMessage(services, stream, session, done),
  });
  // Of a connection: a peer that breaks off is its own matter.
  server.on('error', (error) => services.log.debug({ err: error }, 'an inbound connection failed'));
  const listening = server.listen(port, host);
  // Rejects where the port is taken.
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * The same in a worker: where another process of this machine has the port, as while a new version takes over, it goes on
 * trying.
 * @returns what ends it
 */
export function keepListening(
  services: Services,
  settings: NonNullable<InboundConfig['smtp']>,
): () => Promise<void> {
  const ending = new AbortController();
  let listener: Listener | null = null;
  const listening = (async () => {
    while (!ending.signal.aborted && listener === null) {
      listener = await startListener(services, settings).catch((error: unknown) => {
        const taken = codeOf(error) === 'EADDRINUSE';
        const level = taken ? 'info' : 'error';
        services.log[level](
          { err: error, port: settings.port },
          'mail that comes in is not listened for yet',
        );
        return null;
      });
      if (listener === null) await sleep(bindAgainMs, undefined, { signal: ending.signal }).catch(() => {});
    }
    if (listener !== null) services.log.info({ port: listener.port }, 'mail that comes in is listened for');
  })();
  return async () => {
    ending.abort();
    await listening;
    await listener?.close();
  };
}

/** A forged token is refused at the door: what nobody was given, nobody answers to. */
function refuseRecipient(
  { config, tokens }: Services,
  address: string,
  session: SMTPServerSession,
): Error | null {
  if (session.envelope.rcptTo.length >= maxRecipients)
    return smtpAnswer(452, '4.5.3 so many recipients are not taken at a time');
  const { domain } = config.inbound;
  const read = domain === null ? null : readInboundAddress(address, domain);
  const isToken = read?.use === 'return-path' || read?.use === 'unsubscribe-mail';
  if (read !== null && (!isToken || tokens.readAddress(read.use, read.token) !== null)) return null;
  return smtpAnswer(550, '5.1.1 no such address here, and nothing is sent on to others');
}

type Answer = (error: Error | null, message?: string) => void;

async function answerMessage(
  services: Services,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  answer: Answer,
): Promise<void> {
  try {
    await takeMessage(services, stream, session);
    answer(null, 'it is kept');
  } catch (error) {
    answer(error instanceof Error ? error : new Error(messageOf(error)));
  }
}

async function takeMessage(
  services: Services,
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
): Promise<void> {
  const raw = await readAll(stream);
  if (stream.sizeExceeded || raw === null) throw smtpAnswer(552, `5.3.4 larger than ${maxBytes} bytes`);
  const recipients = envelope.rcptTo.map(({ address }) => address);
  const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  try {
    await inTime(storeMail(services, { source: 'smtp', recipients, mailFrom, raw }));
  } catch (error) {
    services.log.warn(
      { err: error },
      'a mail that came in could not be kept; its sender is told to come again',
    );
    throw smtpAnswer(451, '4.3.0 it could not be kept; please try again later');
  }
  await services.jobs.hint('read-inbound', [{}]);
}

/** The message, or null where it is too large: the rest is let go by. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? null : Buffer.concat(chunks);
}

/** What is kept too late is kept all the same, and comes again: it counts once. */
function inTime<T>(kept: Promise<T>): Promise<T> {
  const late = sleep(storeWithinMs, undefined, { ref: false }).then(() => {
    throw new Error(`not within ${storeWithinMs / 1000} s`);
  });
  return Promise.race([kept, late]);
}

function smtpAnswer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
