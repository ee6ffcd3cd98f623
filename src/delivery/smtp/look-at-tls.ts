import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { readEndpoint } from './endpoint.ts';
import { type Reply, ReplyReader } from './reply.ts';

/** How a relay can be spoken to in secret, and whether its certificate is to be believed. */
export type RelayTls =
  | { offers: 'nothing' }
  | { offers: 'TLS' | 'STARTTLS'; protocol: string; validTo: string; fault: string | null };

/**
 * Looks at the TLS of a relay: connects, takes the greeting and hangs up; signs in nowhere.
 * @param ca certificates to trust instead of the machine's
 * @throws Error where there is no relay, or where it does not answer in time
 */
export async function lookAtTls(smtpUrl: string, ca?: string, withinMs = 5_000): Promise<RelayTls> {
  const { host, port, secure } = readEndpoint(new URL(smtpUrl));
  const trust: ConnectionOptions = {
    rejectUnauthorized: false,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === undefined ? {} : { ca }),
  };
  const sockets: Socket[] = [];
  const timer = setTimeout(() => {
    sockets.at(-1)?.destroy(new Error(`no answer within ${withinMs / 1000} s`));
  }, withinMs);
  try {
    if (secure) return await describe('TLS', keep(sockets, connectTls({ ...trust, port })));
    const socket = keep(sockets, connect({ host, port }));
    await once(socket, 'connect');
    if (!(await offersStartTls(socket))) return { offers: 'nothing' };
    return await describe('STARTTLS', keep(sockets, connectTls({ ...trust, socket })));
  } finally {
    clearTimeout(timer);
    // The outermost alone: it ends what it stands on, and Node 26.10 crashes where that is ended under it.
    sockets.at(-1)?.destroy();
  }
}

/** A socket that is torn down when the look ends, and whose late errors end nothing else. */
function keep<T extends Socket>(sockets: Socket[], socket: T): T {
  sockets.push(socket);
  return socket.on('error', () => {});
}

async function offersStartTls(socket: Socket): Promise<boolean> {
  await replyOf(socket);
  socket.write('EHLO broadsheet.localhost\r\n');
  const { code, text } = await replyOf(socket);
  if (code !== 250 || !/\bSTARTTLS\b/i.test(text)) return false;
  socket.write('STARTTLS\r\n');
  return (await replyOf(socket)).code === 220;
}

async function replyOf(socket: Socket): Promise<Reply> {
  const reader = new ReplyReader();
  for (;;) {
    const ended = new AbortController();
    const { signal } = ended;
    try {
      const chunk = await Promise.race([once(socket, 'data', { signal }), once(socket, 'close', { signal })]);
      if (!Buffer.isBuffer(chunk[0])) throw new Error('the relay closed the connection');
      const [reply] = reader.read(chunk[0]);
      if (reply !== undefined) return reply;
    } finally {
      ended.abort();
    }
  }
}

async function describe(offers: 'TLS' | 'STARTTLS', socket: TLSSocket): Promise<RelayTls> {
  await once(socket, 'secureConnect');
  const error = socket.authorized ? null : socket.authorizationError;
  return {
    offers,
    protocol: socket.getProtocol() ?? 'TLS',
    validTo: socket.getPeerCertificate().valid_to,
    fault: error === null ? null : error instanceof Error ? error.message : String(error),
  };
}
