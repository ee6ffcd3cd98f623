import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import type { Services } from '../../services.ts';
import { recipientById } from '../../subscribers/recipient.ts';
import { recipientOfPayer } from '../payer.ts';
import { lockGiftOfCheckout, updateGift } from '../queries/gifts.ts';

const receiptLastsMs = 7 * 24 * 3_600_000;

/** A gift is paid: it waits for its day, and whoever gave it gets a receipt. In the caller's transaction. */
export async function notePaidGift(
  trx: Db,
  services: Services,
  { checkoutId, payer }: { checkoutId: number; payer: string | null },
  now: Date,
): Promise<void> {
  const gift = await lockGiftOfCheckout(trx, checkoutId);
  if (gift?.state !== 'unpaid') return;
  const giver =
    gift.giverSubscriberId === null
      ? recipientOfPayer(services, payer, gift.language)
      : await recipientById(trx, gift.giverSubscriberId);
  await updateGift(trx, gift.id, { state: 'paid', giverAddress: giver?.address ?? payer });
  if (giver === null) return;
  await queueServiceMail(trx, {
    kind: 'gift-bought',
    idempotencyKey: `gift-bought:${gift.id}`,
    ...giver,
    props: { giftId: gift.id },
    expiresAt: new Date(now.getTime() + receiptLastsMs),
  });
}
