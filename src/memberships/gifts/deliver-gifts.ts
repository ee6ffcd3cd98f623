import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import type { Services } from '../../services.ts';
import { lockDueGifts, updateGift } from '../queries/gifts.ts';

const atOnce = 50;
const noticeLastsMs = 14 * 24 * 3_600_000;

/** What the notice of a gift is queued under. */
export function noticeKey(giftId: number): string {
  return `gift-notice:${giftId}`;
}

/** Mails the notices of the gifts whose day has come: one each, whoever else is at it. */
export async function deliverGifts(services: Services, now: Date): Promise<number> {
  const count = await services.db.transaction().execute((trx) => deliverDue(trx, now));
  if (count > 0) await services.jobs.hint('send-service-mails', [{}]);
  return count;
}

async function deliverDue(trx: Db, now: Date): Promise<number> {
  const due = await lockDueGifts(trx, now, atOnce);
  for (const gift of due) {
    const { id, recipientAddress: address, recipientHash: addressHash, language } = gift;
    await updateGift(trx, id, { state: 'delivered', deliveredAt: now });
    if (address === null || addressHash === null) continue;
    await queueServiceMail(trx, {
      kind: 'gift-notice',
      idempotencyKey: noticeKey(id),
      subscriberId: null,
      address,
      addressHash,
      language,
      props: { giftId: id },
      expiresAt: new Date(now.getTime() + noticeLastsMs),
    });
  }
  return due.length;
}
