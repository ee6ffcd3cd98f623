import type { Db } from '../db.ts';
import { queueServiceMail } from '../delivery/service-mails.ts';
import { liftByOptIn } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { type Origin, originColumns } from './consent.ts';
import {
  confirmSubscriptions,
  insertConsents,
  selectConfirmation,
  selectSubscriber,
  useConfirmation,
} from './queries.ts';
import { recipientOf } from './subscribe.ts';

const purpose = 'confirm';

/** The link of a confirmation mail; it works until the confirmation expires. */
export function confirmToken({ tokens }: Services, confirmationId: number, expiresAt: Date): string {
  return tokens.sign(purpose, String(confirmationId), expiresAt);
}

/** Whether a confirmation's link could be used now; changes nothing. */
export function readConfirmToken({ tokens }: Services, token: string, now: Date = new Date()): number | null {
  const id = tokens.read(purpose, token, now);
  return id === null ? null : Number(id);
}

export type Confirmed =
  | { outcome: 'confirmed' | 'again'; newsletterIds: number[]; subscriberId: number }
  | { outcome: 'invalid' };

/**
 * Confirms what a mail asked, and keeps the proof. Using the link again is harmless, unless the person has left
 * in between: then it does nothing.
 */
export async function confirm(
  services: Services,
  token: string,
  origin: Origin,
  now: Date = new Date(),
): Promise<Confirmed> {
  const id = readConfirmToken(services, token, now);
  if (id === null) return { outcome: 'invalid' };
  const result = await services.db.transaction().execute(async (trx): Promise<Confirmed> => {
    const confirmation = await selectConfirmation(trx, id);
    if (confirmation === undefined) return { outcome: 'invalid' };
    const newsletterIds = confirmation.newsletterIds.map(Number);
    const { subscriberId } = confirmation;
    if (confirmation.usedAt !== null) return { outcome: 'again', newsletterIds, subscriberId };
    await useConfirmation(trx, id, now);
    await confirmSubscriptions(trx, subscriberId, newsletterIds, now);
    const { wording, wordingVersion, messageId } = confirmation;
    const proof = {
      subscriberId,
      action: 'confirm',
      purpose: 'newsletter',
      wording,
      wordingVersion,
      messageId,
      at: now,
      ...originColumns(origin),
    };
    await insertConsents(
      trx,
      newsletterIds.map((newsletterId) => ({ ...proof, newsletterId })),
    );
    await welcome(trx, subscriberId, newsletterIds, `welcome:${id}`, now);
    return { outcome: 'confirmed', newsletterIds, subscriberId };
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return result;
}

async function welcome(
  trx: Db,
  subscriberId: number,
  newsletterIds: number[],
  idempotencyKey: string,
  now: Date,
): Promise<void> {
  const person = await selectSubscriber(trx, subscriberId);
  if (person === undefined) return;
  await liftByOptIn(trx, person.addressHash, newsletterIds, `subscriber:${subscriberId}`);
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000);
  await queueServiceMail(trx, {
    kind: 'welcome',
    idempotencyKey,
    ...recipientOf(person),
    props: { newsletterIds },
    expiresAt,
  });
}
