import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';

/**
 * The keyed hash that suppressions are kept by: it outlives an erasure and tells nobody the address.
 * @param key `SUPPRESSION_KEY`, which is never rotated
 * @param addressKey the folded address of `parseAddress`
 */
export function hashAddress(key: Buffer, addressKey: string): Buffer {
  return createHmac('sha256', key).update(addressKey).digest();
}

/** A hashed address as the audit log names it: enough to tell it from others. */
export function describeHash(addressHash: Buffer): string {
  return `address-hash:${addressHash.toString('hex').slice(0, 16)}`;
}

/**
 * The folded form of an address that we are told by others, as `parseAddress` makes it of one that is given to us; null
 * for what is no address.
 */
export function foldAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1).normalize('NFC')).toLowerCase();
  if (at < 1 || domain === '' || address.length > 320) return null;
  return `${address.slice(0, at).normalize('NFC').toLowerCase().normalize('NFC')}@${domain}`;
}
