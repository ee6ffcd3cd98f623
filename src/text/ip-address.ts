import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * The address in what a proxy hands on, in its usual spelling: some add a port or a zone, or write IPv4 as IPv6.
 * Null where there is none.
 */
export function readIp(text: string): string | null {
  const withoutPort = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const [address = ''] = withoutPort.split('%');
  return isIP(address) === 0 ? null : ipaddr.process(address).toString();
}
