import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config, DkimKey } from '../config.ts';
import { messageOf } from '../errors.ts';
import { signMessage } from './dkim.ts';

/** What became of handing one message over. */
export type Handover =
  | { outcome: 'accepted'; reply: string }
  /** The relay said no: for good, or for now. `about` tells whose fault: the recipient's or ours. */
  | { outcome: 'refused'; permanent: boolean; about: 'recipient' | 'message' | 'sender'; reply: string }
  /** Certainly not handed over; the relay could not be used. */
  | { outcome: 'unreachable'; reply: string }
  /** The final dot may have been sent, and no reply came. */
  | { outcome: 'uncertain'; reply: string };

export interface Message {
  from: string;
  to: string;
  raw: Buffer;
}

/** Hands messages to a relay over connections that are kept. */
export interface Transport {
  /** The relay's name in the ledger: its host. */
  relay: string;
  connections: number;
  send(message: Message): Promise<Handover>;
  /** Ends the connections; those in use end after their message. */
  close(): void;
}

const messagesPerConnection = 500;
const timeouts = {
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 25_000,
  socketCloseTimeout: 1_000,
};

interface Slot {
  connection: SMTPConnection | null;
  used: number;
}

/** A pool of connections to the relay of `SMTP_URL`; each carries one message at a time. */
export function createTransport({
  smtpUrl,
  delivery,
  dkim,
}: Pick<Config, 'smtpUrl' | 'delivery' | 'dkim'>): Transport {
  const url = new URL(smtpUrl);
  const idle: Slot[] = Array.from({ length: delivery.connections }, () => ({ connection: null, used: 0 }));
  const waiting: Array<(slot: Slot) => void> = [];
  let closed = false;
  const acquire = (): Promise<Slot> => {
    const slot = idle.pop();
    return slot ? Promise.resolve(slot) : new Promise((resolve) => waiting.push(resolve));
  };
  const release = (slot: Slot): void => {
    if (closed) endConnection(slot);
    const next = waiting.shift();
    if (next) next(slot);
    else idle.push(slot);
  };
  return {
    relay: url.hostname,
    connections: delivery.connections,
    send: async (message) => {
      const slot = await acquire();
      try {
        return await sendOver(slot, url, message, dkim);
      } finally {
        release(slot);
      }
    },
    close: () => {
      closed = true;
      for (const slot of idle) endConnection(slot);
    },
  };
}

async function sendOver(slot: Slot, url: URL, message: Message, dkim: DkimKey | null): Promise<Handover> {
  const raw = dkim === null ? message.raw : await signMessage(message.raw, dkim);
  try {
    if (slot.used >= messagesPerConnection) endConnection(slot);
    slot.connection ??= await connect(url, slot);
    slot.used += 1;
  } catch (error) {
    slot.connection = null;
    return { outcome: 'unreachable', reply: replyOf(error) };
  }
  const handover = await handOver(slot.connection, { ...message, raw });
  // A connection that lost its place in the dialogue cannot be used for another message.
  if (handover.outcome === 'uncertain' || handover.outcome === 'unreachable' || closing(handover))
    endConnection(slot);
  return handover;
}

/** RFC 5321 section 3.8: after a 421 the server closes the connection. */
function closing(handover: Handover): boolean {
  return handover.outcome === 'refused' && handover.reply.startsWith('421');
}

function endConnection(slot: Slot): void {
  slot.connection?.quit();
  slot.connection = null;
  slot.used = 0;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Opens a connection to a relay and signs in where its address holds a name and password.
 * @throws Error with the relay's own words
 */
export function connectToRelay(url: URL): Promise<SMTPConnection> {
  const secure = url.protocol === 'smtps:';
  const clear = loopback.has(url.hostname) || url.searchParams.get('tls') === 'no';
  const connection = new SMTPConnection({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // Mail with people's addresses does not cross a network in clear; `?tls=no` is for a relay on a private one.
    requireTLS: !secure && !clear,
    ignoreTLS: !secure && clear,
    ...timeouts,
  });
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      if (error) return reject(error);
      if (url.username === '') return resolve(connection);
      const credentials = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
      return connection.login({ credentials }, (failure) =>
        failure ? reject(failure) : resolve(connection),
      );
    });
  });
}

/** Idle connections are closed by relays as they like; the next message opens a new one. */
async function connect(url: URL, slot: Slot): Promise<SMTPConnection> {
  const connection = await connectToRelay(url);
  const forget = (): void => {
    if (slot.connection === connection) slot.connection = null;
  };
  connection.on('error', forget);
  connection.on('end', forget);
  return connection;
}

interface SmtpError {
  responseCode?: number | undefined;
  response?: string | undefined;
  command?: string | undefined;
}

function handOver(connection: SMTPConnection, { from, to, raw }: Message): Promise<Handover> {
  let lastByteRead = false;
  // nodemailer reads the message only once the relay has answered 354, and writes the final dot behind its end.
  const body = new Readable({
    highWaterMark: raw.length + 1,
    read: () => {
      lastByteRead = true;
      body.push(raw);
      body.push(null);
    },
  });
  return new Promise((resolve) => {
    // The reply, or the loss of the connection: whichever is told first.
    const lost = (error: Error): void => resolve(classify(error, lastByteRead));
    const ended = (): void => lost(new Error('the connection was closed'));
    connection.once('error', lost);
    connection.once('end', ended);
    connection.send({ from, to: [to], size: raw.length }, body, (error, info) => {
      connection.removeListener('error', lost);
      connection.removeListener('end', ended);
      if (error) return lost(error);
      return resolve({ outcome: 'accepted', reply: info?.response ?? '' });
    });
  });
}

function classify(error: unknown, lastByteRead: boolean): Handover {
  const { responseCode, command = '' } = error as SmtpError;
  const reply = replyOf(error);
  if (responseCode !== undefined && responseCode >= 400) {
    const about = command === 'MAIL FROM' ? 'sender' : command === 'RCPT TO' ? 'recipient' : 'message';
    return { outcome: 'refused', permanent: responseCode >= 500, about, reply };
  }
  // nodemailer refuses some addresses itself, before it says anything to the relay.
  if ('code' in (error as object) && (error as { code: unknown }).code === 'EENVELOPE')
    return { outcome: 'refused', permanent: true, about: 'recipient', reply };
  return lastByteRead ? { outcome: 'uncertain', reply } : { outcome: 'unreachable', reply };
}

/** The relay's own words on one line, or what happened instead. */
function replyOf(error: unknown): string {
  const { response } = error as SmtpError;
  return (response ?? messageOf(error)).replace(/\s+/g, ' ').slice(0, 500);
}
