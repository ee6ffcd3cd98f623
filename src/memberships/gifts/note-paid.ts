import { hashAddress } from '../../address-hash.ts';
import type { Db } from '../../db.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { recipientById } from '../../subscribers/recipient.ts';
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
  const giver = await recipientOfGiver(trx, services, gift.giverSubscriberId, payer, gift.language);
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

async function recipientOfGiver(
  trx: Db,
  { config }: Services,
  subscriberId: number | null,
  payer: string | null,
  language: string,
) {
  if (subscriberId !== null) return recipientById(trx, subscriberId);
  if (payer === null) return null;
  try {
    const { address, key } = parseAddress(payer);
    return { subscriberId: null, address, addressHash: hashAddress(config.suppressionKey, key), language };
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
