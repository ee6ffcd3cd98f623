import { createHmac } from 'node:crypto';
import { encodeBase32 } from './base32.ts';

/**
 * What tells this installation from others on the same Stripe account: sixteen letters and digits that say nothing of the
 * key that they are made with.
 * @param key `SUPPRESSION_KEY`, which every installation has and which is never rotated
 */
export function installationMark(key: Buffer): string {
  return encodeBase32(createHmac('sha256', key).update('installation').digest().subarray(0, 10));
}
