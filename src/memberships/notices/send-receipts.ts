import type { Db } from '../../db.ts';
import { queueServiceMail, type ServiceMailRequest } from '../../delivery/service-mails.ts';
import { eachByItself } from '../../each-by-itself.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { recipientOfPayer } from '../payer.ts';
import { selectPaymentOfCheckout } from '../queries/payments.ts';
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

/**
 * Queues the receipt of what somebody gave once without a sign-in, to the address that was typed at Checkout: it is known
 * only then. In the caller's transaction.
 */
export async function receiptGuest(
  trx: Db,
  services: Services,
  { checkoutId, payer, language }: { checkoutId: number; payer: string | null; language: string },
  now: Date,
): Promise<void> {
  const to = recipientOfPayer(services, payer, language);
  const payment = await selectPaymentOfCheckout(trx, checkoutId);
  if (to === null || payment === undefined) return;
  await queueReceipt(trx, { ...payment, to }, now);
}

interface Receipt {
  id: number;
  membershipId: number | null;
  to: Pick<ServiceMailRequest, 'subscriberId' | 'address' | 'addressHash' | 'language'>;
}

async function queueReceipt(trx: Db, { id, membershipId, to }: Receipt, now: Date): Promise<void> {
  const idempotencyKey = `receipt:${id}`;
  if (!(await noteTold(trx, idempotencyKey, membershipId, now))) return;
  const expiresAt = new Date(now.getTime() + 7 * dayMs);
  await queueServiceMail(trx, {
    kind: 'receipt',
    idempotencyKey,
    ...to,
    props: { paymentId: id },
    expiresAt,
  });
}

type Unreceipted = Awaited<ReturnType<typeof selectUnreceipted>>[number];

async function sendOne({ db }: Services, payment: Unreceipted, now: Date): Promise<void> {
  const { id, membershipId, subscriberId, address, addressHash } = payment;
  const language = payment.language ?? (await requirePublication(db)).language;
  const to = { subscriberId, address, addressHash, language };
  await db.transaction().execute((trx) => queueReceipt(trx, { id, membershipId, to }, now));
}
