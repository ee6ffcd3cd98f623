import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Readable, type Transform, Writable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';
import { AppError, messageOf } from './errors.ts';
import { fetchFault } from './fetch-faults.ts';

export interface FetchOptions {
  /** Origins (`http://127.0.0.1:3080`) that may be asked although the guard would refuse them. */
  allowedOrigins: string[];
  maxBytes: number;
  /** For everything together: name, redirects, body; in milliseconds. */
  timeoutMs: number;
  headers?: Record<string, string>;
  /** Only whether it is there is asked: what the body of a GET says is not read. */
  only?: 'head' | 'status';
  /** 5 where none are given. */
  maxRedirects?: number;
  /** How a host's addresses are found; given by tests. */
  resolve?: (host: string) => Promise<string[]>;
}

export interface Fetched {
  /** After redirects. */
  url: string;
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

const defaultRedirects = 5;
const ports = new Set(['', '80', '443', '8080', '8443']);
const userAgent = 'Broadsheet/1.0 (+newsletter digest)';

/**
 * Fetches an address that somebody else chose. The host's name is resolved once and the connection is made to
 * just that address, which must be on the public internet; each redirect is checked anew. The body is capped
 * after decompression.
 * @throws AppError `fetch_refused`, `fetch_timeout`, `fetch_too_large` or `fetch_failed`. An error status of the
 * server is no error here.
 */
export async function guardedFetch(address: string, options: FetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await follow(address, options, signal, options.maxRedirects ?? defaultRedirects);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const host = URL.canParse(address) ? new URL(address).host : address;
    if (signal.aborted)
      throw new AppError('fetch_timeout', 504, fetchFault.notInTime(host, String(options.timeoutMs / 1000)));
    throw new AppError('fetch_failed', 502, fetchFault.notReached(host, messageOf(error)), {
      cause: error,
    });
  }
}

async function follow(
  address: string,
  options: FetchOptions,
  signal: AbortSignal,
  left: number,
): Promise<Fetched> {
  const url = checkAddress(address, options.allowedOrigins);
  const addresses = await pin(url, options, signal);
  const agent = new Agent({ connect: { lookup: always(addresses) }, pipelining: 0 });
  try {
    const headers = { 'user-agent': userAgent, 'accept-encoding': 'gzip, deflate, br', ...options.headers };
    const method = options.only === 'head' ? 'HEAD' : 'GET';
    const response = await request(url, { dispatcher: agent, signal, headers, method });
    const { location } = response.headers;
    if ([301, 302, 303, 307, 308].includes(response.statusCode) && typeof location === 'string') {
      await response.body.dump({ limit: 16_384, signal });
      if (left === 0) throw new AppError('fetch_failed', 502, fetchFault.manyRedirects(url.host));
      if (!URL.canParse(location, url))
        throw new AppError('fetch_failed', 502, fetchFault.badRedirect(url.host));
      return await follow(new URL(location, url).href, options, signal, left - 1);
    }
    const flat = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    );
    if (options.only !== undefined) {
      response.body.on('error', () => {}).destroy();
      return { url: url.href, status: response.statusCode, headers: flat, body: Buffer.alloc(0) };
    }
    const body = await readBody(response.body, flat['content-encoding'], options.maxBytes, signal);
    return { url: url.href, status: response.statusCode, headers: flat, body };
  } finally {
    await agent.destroy();
  }
}

/** Refused since it leads into a network that is not public. */
export class PrivateAddress extends AppError {
  constructor(message: string) {
    super('fetch_refused', 400, message);
  }
}

function refuse(why: string): AppError {
  return new AppError('fetch_refused', 400, why);
}

function checkAddress(address: string, allowedOrigins: string[]): URL {
  const shown = JSON.stringify(address.slice(0, 200));
  if (!URL.canParse(address)) throw refuse(fetchFault.noAddress(shown));
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(fetchFault.notHttp(shown));
  if (url.username !== '' || url.password !== '') throw refuse(fetchFault.userName(url.host));
  if (!allowedOrigins.includes(url.origin) && !ports.has(url.port)) {
    throw refuse(fetchFault.port(url.port, url.hostname));
  }
  return url;
}

/** The addresses of the host, each of them public; the connection goes to no other. */
async function pin(
  url: URL,
  { allowedOrigins, resolve }: FetchOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolveName(host, resolve, signal) : [host];
  if (addresses.length === 0) throw new AppError('fetch_failed', 502, fetchFault.nowhere(host));
  if (allowedOrigins.includes(url.origin)) return addresses;
  const inside = addresses.find((address) => !isPublic(address));
  if (inside !== undefined) throw new PrivateAddress(fetchFault.isPrivate(host, inside));
  return addresses;
}

async function resolveName(
  host: string,
  resolve: FetchOptions['resolve'],
  signal: AbortSignal,
): Promise<string[]> {
  const answers = resolve
    ? resolve(host)
    : systemLookup(host, { all: true }).then((all) => all.map(({ address }) => address));
  const late = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () => fail(signal.reason), { once: true }),
  );
  return Promise.race([answers, late]);
}

/** Only global unicast: not private, loopback, link-local, shared, mapped, translated, tunnelled or reserved. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // RFC 6666, 9637 and the deprecated compatible form lie outside of what the library calls reserved.
  return parsed.kind() === 'ipv4' || (parsed.toByteArray()[0] ?? 0) >> 5 === 1;
}

function always(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? '', first?.family);
  };
}

const decoders: Record<string, (first: Buffer) => Transform> = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  // RFC 9110 means zlib's format by it, and some servers send the bare one; zlib's begins with method 8.
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
};

async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      chunks.push(chunk);
      done(
        size > maxBytes ? new AppError('fetch_too_large', 413, fetchFault.tooLarge(String(maxBytes))) : null,
      );
    },
  });
  const arriving = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await arriving.next();
  // An answer without a body, as 304 and 204 are, may still name the encoding that it would have been in.
  if (first.done) return Buffer.alloc(0);
  async function* all(): AsyncGenerator<Buffer> {
    for (let part = first; !part.done; part = await arriving.next()) yield part.value;
  }
  const decoder = decoders[encoding?.trim().toLowerCase() ?? '']?.(first.value);
  if (decoder) await pipeline(all, decoder, sink, { signal });
  else await pipeline(all, sink, { signal });
  return Buffer.concat(chunks);
}
