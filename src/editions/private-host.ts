import ipaddr from 'ipaddr.js';

/** The name or the number that an address leads to. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** A name or address that means something only on a machine or a network of one's own (RFC 6761, RFC 6762, RFC 8375). */
export function isPrivateHost(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() !== 'unicast';
  return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)\.?$/.test(host);
}
