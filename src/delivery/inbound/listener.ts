import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { codeOf, messageOf } from '../../errors.ts';
import type { InboundConfig } from '../../inbound-settings.ts';
import type { Services } from '../../services.ts';
import { admitRecipient } from './admit-recipient.ts';
import { boundConnections, type ConnectionBounds } from './bound-connections.ts';
import { boundStrangers } from './bound-strangers.ts';
import { maxBytes, takeMessage } from './take-message.ts';

const maxClients = 50;
const idleMs = 60_000;
const bindAgainMs = 10_000;

/** How much of a listener anybody may take up. */
export interface ListenerBounds extends ConnectionBounds {
  /** Of mail in a day that proves to be about none of ours. */
  strangerBytes: number;
  /** Of mail in a day to an address that one mail of ours has. */
  tokenBytes: number;
}

const usualBounds: ListenerBounds = {
  perAddress: 5,
  connectionMs: 300_000,
  strangerBytes: 50_000_000,
  tokenBytes: 10_000_000,
};

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
  bounds: Partial<ListenerBounds> = {},
): Promise<Listener> {
  const { strangerBytes, tokenBytes, ...others } = { ...usualBounds, ...bounds };
  const { domain } = services.config.inbound;
  const strangers = boundStrangers(services, strangerBytes);
  const connections = boundConnections(others, () => server.connections);
  const server: SMTPServer = new SMTPServer({
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
    onConnect: (session, done) => done(connections.admit(session)),
    onClose: (session) => connections.end(session),
    onRcptTo: ({ address }, session, done) =>
      void answer(admitRecipient(services, strangers, address, session), done),
    onData: (stream, session, done) =>
      void answer(takeMessage(services, { strangers, tokenBytes }, stream, session), done),
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

async function answer(taken: Promise<void>, done: (error: Error | null) => void): Promise<void> {
  try {
    await taken;
    done(null);
  } catch (error) {
    done(error instanceof Error ? error : new Error(messageOf(error)));
  }
}
