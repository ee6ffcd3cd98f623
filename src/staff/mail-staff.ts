import { queueServiceMail } from '../delivery/service-mails.ts';
import type { Db } from '../db.ts';
import { findSender } from '../publication/senders.ts';
import type { Services } from '../services.ts';

interface StaffMail {
  kind: string;
  idempotencyKey: string;
  recipient: { address: string; addressHash: Buffer; language: string };
  props: object;
  expiresAt: Date;
  priority?: number;
}

/**
 * Queues a mail to one of the staff, in the transaction that causes it. Before the newsroom has a sender none can be
 * sent: that is logged, and no reason to keep people out who have another way in.
 * @returns whether it is queued
 */
export async function mailStaff(
  { log }: Services,
  trx: Db,
  { recipient, ...mail }: StaffMail,
): Promise<boolean> {
  if ((await findSender(trx)) === null) {
    log.warn({ kind: mail.kind }, 'a mail to staff cannot be sent: no sender is set');
    return false;
  }
  await queueServiceMail(trx, { ...mail, ...recipient, subscriberId: null, stream: 'staff' });
  return true;
}
