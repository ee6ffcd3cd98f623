/** Where a relay is and how it is spoken to, as `SMTP_URL` says it. */
export interface Endpoint {
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
  /** TLS from the first byte on. */
  secure: boolean;
  /** Mail goes to it unencrypted: on this machine, or where `?tls=no` says so. `?tls=yes` is for TLS on this one too. */
  clear: boolean;
  isLoopback: boolean;
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/** Reads a relay's address; without a port it is 465 for `smtps:` and 587 for `smtp:` (RFC 8314, RFC 6409). */
export function readEndpoint(url: URL): Endpoint {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const secure = url.protocol === 'smtps:';
  const tls = url.searchParams.get('tls');
  const isLoopback = loopback.has(host);
  const clear = !secure && (tls === 'no' || (tls !== 'yes' && isLoopback));
  return { host, port: Number(url.port) || (secure ? 465 : 587), secure, clear, isLoopback };
}
