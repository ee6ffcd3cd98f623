import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { after } from 'node:test';
import { SMTPServer } from 'smtp-server';

/** A mail as a relay received it. */
export interface Received {
  to: string;
  from: string;
  raw: Buffer;
}

export interface RelayScript {
  /** An SMTP error for a recipient, or null to accept. */
  refuseRecipient?(address: string): Error | null;
  /** What is done when the whole message is in, instead of accepting it. */
  onMessage?(mail: Received, connection: { close(): void }): Error | null | 'hang' | Promise<null>;
}

export interface Relay {
  url: string;
  port: number;
  received: Received[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback, whose answers a test writes. */
export async function startRelay(script: RelayScript = {}, port = 0): Promise<Relay> {
  const received: Received[] = [];
  const sockets = new Map<string, Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onRcptTo: ({ address }, _session, done) => done(script.refuseRecipient?.(address) ?? null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          to: rcptTo[0]?.address ?? '',
          from: mailFrom === false ? '' : mailFrom.address,
          raw: Buffer.concat(chunks),
        };
        received.push(mail);
        const close = (): void => {
          sockets.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy();
        };
        void answerTo(script, mail, close, done);
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.on('close', () => sockets.delete(peer));
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const bound = (server.server.address() as AddressInfo).port;
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  after(close);
  return { url: `smtp://127.0.0.1:${bound}`, port: bound, received, close };
}

async function answerTo(
  script: RelayScript,
  mail: Received,
  close: () => void,
  done: (error: Error | null) => void,
): Promise<void> {
  const answer = (await script.onMessage?.(mail, { close })) ?? null;
  if (answer !== 'hang') done(answer);
}

/** An SMTP answer that says no. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
