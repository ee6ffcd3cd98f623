import type { Selectable } from 'kysely';
import type { Gifts } from '../../db-schema.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { outcomesOf } from '../../delivery/show-service-mails.ts';
import { eachByItself } from '../../each-by-itself.ts';
import type { Services } from '../../services.ts';
import { recipientById } from '../../subscribers/recipient.ts';
import { hasSender } from '../notices/queue-mail.ts';
import { recipientOfPayer } from '../payer.ts';
import { selectUnclaimedGifts } from '../queries/gifts.ts';
import { noteTold } from '../queries/notices.ts';
import { noticeKey } from './deliver-gifts.ts';

const page = 200;
const dayMs = 86_400_000;
// A mailbox may refuse a mail after days; longer ago it is no news.
const newsDays = 30;
const mailLastsMs = 14 * dayMs;

type Gift = Selectable<Gifts>;

/**
 * Tells who gave a gift that its notice reached nobody, once. Who has an account has its link from this mail and can pass
 * it on themselves; to an address that was typed at Checkout goes how to write to the newsroom.
 */
export async function tellLostGifts(services: Services, now: Date = new Date()): Promise<void> {
  const { db, log } = services;
  if (!(await hasSender(db))) return;
  const since = new Date(now.getTime() - newsDays * dayMs);
  let outcomes = new Map<string, string>();
  await eachByItself(
    async (last) => {
      const gifts = await selectUnclaimedGifts(db, last, since, page);
      outcomes = await outcomesOf(
        db,
        gifts.map(({ id }) => noticeKey(id)),
      );
      return gifts;
    },
    async (gift) => {
      if (outcomes.get(noticeKey(gift.id)) === 'lost') await tell(services, gift, now);
    },
    (error, { id }) => log.error({ err: error, gift: id }, 'a giver could not be told of a lost notice'),
  );
}

async function tell(services: Services, gift: Gift, now: Date): Promise<void> {
  await services.db.transaction().execute(async (trx) => {
    const giver =
      gift.giverSubscriberId === null
        ? recipientOfPayer(services, gift.giverAddress, gift.language)
        : await recipientById(trx, gift.giverSubscriberId);
    const idempotencyKey = `gift-lost:${gift.id}`;
    if (giver === null || !(await noteTold(trx, idempotencyKey, null, now))) return;
    const expiresAt = new Date(now.getTime() + mailLastsMs);
    const props = { giftId: gift.id };
    await queueServiceMail(trx, { kind: 'gift-lost', idempotencyKey, ...giver, props, expiresAt });
  });
  await services.jobs.hint('send-service-mails', [{}]);
}
