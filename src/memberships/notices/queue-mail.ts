import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { loadPublication } from '../../publication/publication.ts';
import { findSender } from '../../publication/senders.ts';
import { selectMemberAddress } from '../queries/notices.ts';

/** Whether there is somebody to write as. Where no sender is set yet, what is told once waits. */
export async function hasSender(db: Db): Promise<boolean> {
  return (await findSender(db)) !== null;
}

export interface MemberMail {
  membershipId: number;
  kind: string;
  /** Two with one key are one mail. */
  key: string;
  /** Ids and plain facts. */
  props?: object;
  /** After a week where nothing is said. */
  expiresAt?: Date;
}

const weekMs = 7 * 86_400_000;

/**
 * Queues a mail to whoever has a membership: to its subscriber or, where nobody has claimed it, to the address that was
 * given with it.
 * @returns false where there is nobody to write to
 */
export async function queueMemberMail(trx: Db, mail: MemberMail, now: Date): Promise<boolean> {
  const { membershipId, kind, key, props = {}, expiresAt = new Date(now.getTime() + weekMs) } = mail;
  const to = await selectMemberAddress(trx, membershipId);
  if (to?.address == null || to.addressHash === null) return false;
  const { subscriberId, address, addressHash } = to;
  await queueServiceMail(trx, {
    kind,
    idempotencyKey: key,
    subscriberId,
    address,
    addressHash,
    language: to.language ?? (await loadPublication(trx))?.language ?? 'en',
    props: { ...props, membershipId },
    expiresAt,
  });
  return true;
}
