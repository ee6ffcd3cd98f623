import { queueServiceMail } from '../../delivery/service-mails.ts';
import { eachByItself } from '../../each-by-itself.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { hasSender } from './queue-mail.ts';
import { noteTold, selectUnreceipted } from '../queries/notices.ts';

const page = 200;
const dayMs = 86_400_000;
// What reconciliation finds of an earlier time is no news any more.
const newsDays = 3;

/** Queues a receipt for each payment that has arrived, once; for a contribution it is the mail of thanks, too. */
export async function sendReceipts(services: Services, now: Date = new Date()): Promise<void> {
  const { db, log } = services;
  if (!(await hasSender(db))) return;
  const since = new Date(now.getTime() - newsDays * dayMs);
  await eachByItself(
    (last) => selectUnreceipted(db, last, since, page),
    (payment) => sendOne(services, payment, now),
    (error, { id }) => log.error({ err: error, payment: id }, 'a receipt could not be queued'),
  );
}

type Unreceipted = Awaited<ReturnType<typeof selectUnreceipted>>[number];

async function sendOne({ db }: Services, payment: Unreceipted, now: Date): Promise<void> {
  const { id: paymentId, membershipId, subscriberId, address, addressHash } = payment;
  const language = payment.language ?? (await requirePublication(db)).language;
  await db.transaction().execute(async (trx) => {
    if (!(await noteTold(trx, `receipt:${paymentId}`, membershipId, now))) return;
    await queueServiceMail(trx, {
      kind: 'receipt',
      idempotencyKey: `receipt:${paymentId}`,
      subscriberId,
      address,
      addressHash,
      language,
      props: { paymentId },
      expiresAt: new Date(now.getTime() + 7 * dayMs),
    });
  });
}
