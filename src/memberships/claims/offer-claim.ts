import { hashAddress } from '../../address-hash.ts';
import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { type Address, parseAddress } from '../../subscribers/address.ts';
import { setClaimAddress } from '../queries/claims.ts';

const mailLastsMs = 7 * 24 * 3_600_000;

export interface Unclaimed {
  membershipId: number;
  /** What was typed at Checkout. It proves nothing: only who reads its mail can claim. */
  payer: string | null;
  language: string;
}

/** Keeps where an anonymous purchase is to be claimed, and mails the link there, once. */
export async function offerClaim(
  trx: Db,
  { config, log }: Services,
  { membershipId, payer, language }: Unclaimed,
  now: Date,
): Promise<void> {
  const address = readAddress(payer);
  if (address === null) {
    log.error({ membership: membershipId }, 'a membership has no address that its link could be mailed to');
    return;
  }
  const addressHash = hashAddress(config.suppressionKey, address.key);
  if (!(await setClaimAddress(trx, membershipId, address.address, addressHash))) return;
  await queueServiceMail(trx, {
    kind: 'claim-membership',
    idempotencyKey: `claim-membership:${membershipId}`,
    subscriberId: null,
    address: address.address,
    addressHash,
    language,
    props: { membershipId },
    expiresAt: new Date(now.getTime() + mailLastsMs),
    // Somebody has just paid and waits for it.
    priority: 20,
  });
}

function readAddress(text: string | null): Address | null {
  try {
    return text === null ? null : parseAddress(text);
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
