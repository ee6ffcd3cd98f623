import { createHmac } from 'node:crypto';

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
