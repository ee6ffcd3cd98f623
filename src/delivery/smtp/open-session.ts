import { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { readEndpoint } from './endpoint.ts';
import { type SessionOptions, SmtpSession } from './session.ts';

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 15_000 };
// A lease covers it.
const defaults: SessionOptions = { transactionMs: 25_000 };

/**
 * Opens a connection to a relay, secures it, and signs in where its address holds a name and password.
 * @throws Error with the relay's own words
 */
export async function openSession(url: URL, options: SessionOptions = defaults): Promise<SmtpSession> {
  const { host, port, secure, clear } = readEndpoint(url);
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    // Mail with people's addresses does not cross a network in clear; `?tls=no` is for a relay on a private one,
    // `?tls=yes` for one on this machine that speaks it.
    requireTLS: !secure && !clear,
    ignoreTLS: clear,
    ...timeouts,
  });
  try {
    await greet(connection);
    if (url.username !== '') await signIn(connection, url);
    return takeOver(connection, options);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function greet(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the relay closed the connection')));
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function signIn(connection: SMTPConnection, url: URL): Promise<void> {
  const credentials = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the relay closed the connection')));
    connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
  });
}

type Listener = (...args: unknown[]) => void;

/** What stands inside of nodemailer's connection; its types do not show it. */
interface Inside {
  _socket: unknown;
  _remainder: string;
  _supportedExtensions: string[];
  _maxAllowedSize: number;
  _onSocketData: Listener;
  _onSocketError: Listener;
  _onSocketClose: Listener;
  _onSocketEnd: Listener;
  _onSocketTimeout: Listener;
}

const listeners = [
  ['data', '_onSocketData'],
  ['error', '_onSocketError'],
  ['close', '_onSocketClose'],
  ['end', '_onSocketEnd'],
  ['timeout', '_onSocketTimeout'],
] as const;

/**
 * Takes the open socket from nodemailer, which has done greeting, TLS and sign-in, and speaks on by itself. It leans
 * on nodemailer's inside, so the version is pinned, and what it leans on is looked at each time.
 * @throws TypeError where a new version is built in another way
 */
/* oxlint-disable eslint/no-underscore-dangle -- nodemailer's own names */
function takeOver(connection: SMTPConnection, options: SessionOptions): SmtpSession {
  const inside = connection as unknown as Inside;
  const socket = inside._socket;
  const isKnown =
    socket instanceof Socket &&
    Array.isArray(inside._supportedExtensions) &&
    inside._remainder === '' &&
    listeners.every(([, name]) => typeof inside[name] === 'function');
  if (!isKnown) throw new TypeError('this version of nodemailer keeps its connection in another way');
  for (const [event, name] of listeners) socket.removeListener(event, inside[name]);
  socket.setTimeout(0);
  // Each write is a whole step of the dialogue: none gains by waiting for the next.
  socket.setNoDelay(true);
  const has = (name: string): boolean => inside._supportedExtensions.includes(name);
  const extensions = {
    pipelining: has('PIPELINING'),
    smtputf8: has('SMTPUTF8'),
    size: has('SIZE'),
    maxBytes: inside._maxAllowedSize,
  };
  return new SmtpSession(socket, extensions, options);
}
