import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import type { Services } from '../../services.ts';
import { recipientOfPayer } from '../payer.ts';
import { selectSubscriberOf } from '../queries/audience.ts';
import { setClaimAddress } from '../queries/claims.ts';
import { refreshAudience } from '../refresh-audience.ts';

const mailLastsMs = 7 * 24 * 3_600_000;

export interface Unclaimed {
  membershipId: number;
  /** What was typed at Checkout. It proves nothing: only who reads its mail can claim. */
  payer: string | null;
  language: string;
}

/** Keeps where an anonymous purchase is to be claimed, mails the link there, once, and has that address asked for no money. */
export async function offerClaim(
  trx: Db,
  services: Services,
  { membershipId, payer, language }: Unclaimed,
  now: Date,
): Promise<void> {
  const to = recipientOfPayer(services, payer, language);
  if (to === null) {
    services.log.error(
      { membership: membershipId },
      'a membership has no address that its link could be mailed to',
    );
    return;
  }
  if (!(await setClaimAddress(trx, membershipId, to.address, to.addressHash))) return;
  // Whoever reads that address is asked for no money meanwhile, and learns nothing by it.
  const reader = await selectSubscriberOf(trx, to.addressHash);
  if (reader !== null) await refreshAudience(trx, reader, now);
  await queueServiceMail(trx, {
    kind: 'claim-membership',
    idempotencyKey: `claim-membership:${membershipId}`,
    ...to,
    props: { membershipId },
    expiresAt: new Date(now.getTime() + mailLastsMs),
    // Somebody has just paid and waits for it.
    priority: 20,
  });
}
