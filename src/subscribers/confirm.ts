import type { Selectable } from 'kysely';
import type { Db } from '../db.ts';
import type { Confirmations, Subscribers } from '../db-schema.ts';
import { queueServiceMail } from '../delivery/service-mails.ts';
import { liftByOptIn } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { type Origin, originColumns } from './consent.ts';
import { holdConfirming, selectConfirmation, useConfirmation } from './queries/links.ts';
import { confirmSubscriptions, insertConsents, selectSubscriptions } from './queries/subscriptions.ts';
import { recipientOf } from './subscribe.ts';

const purpose = 'confirm';

/** The link of a confirmation mail; it works until the confirmation expires. */
export function confirmToken({ tokens }: Services, confirmationId: number, expiresAt: Date): string {
  return tokens.sign(purpose, String(confirmationId), expiresAt);
}

function readConfirmToken({ tokens }: Services, token: string, now: Date): number | null {
  const id = tokens.read(purpose, token, now);
  return id === null ? null : Number(id);
}

/** The newsletters that a confirmation's link is about; none where it cannot be used now. Changes nothing. */
export async function readConfirmation(
  services: Services,
  token: string,
  now: Date = new Date(),
): Promise<number[]> {
  const id = readConfirmToken(services, token, now);
  const confirmation = id === null ? undefined : await selectConfirmation(services.db, id);
  return confirmation === undefined ? [] : standingOf(services.db, confirmation);
}

/** What a confirmation's mail named, less what the person has left since it was asked: a later "no" stands. */
async function standingOf(
  db: Db,
  { subscriberId, newsletterIds, createdAt }: Selectable<Confirmations>,
): Promise<number[]> {
  const left = (await selectSubscriptions(db, subscriberId))
    .filter(({ state, endedAt }) => state === 'ended' && endedAt !== null && endedAt > createdAt)
    .map(({ newsletterId }) => newsletterId);
  return newsletterIds.map(Number).filter((id) => !left.includes(id));
}

export type Confirmed =
  | { outcome: 'confirmed' | 'again'; newsletterIds: number[]; subscriberId: number }
  | { outcome: 'invalid' };

/**
 * Confirms what a mail named, and keeps the proof. Using the link again is harmless; what the person has left in
 * between stays left.
 */
export async function confirm(
  services: Services,
  token: string,
  origin: Origin,
  now: Date = new Date(),
): Promise<Confirmed> {
  const id = readConfirmToken(services, token, now);
  if (id === null) return { outcome: 'invalid' };
  const result = await services.db.transaction().execute((trx) => use(trx, id, origin, now));
  await services.jobs.hint('send-service-mails', [{}]);
  return result;
}

async function use(trx: Db, id: number, origin: Origin, now: Date): Promise<Confirmed> {
  const person = await holdConfirming(trx, id);
  const confirmation = await selectConfirmation(trx, id);
  if (person === undefined || confirmation === undefined) return { outcome: 'invalid' };
  const newsletterIds = await standingOf(trx, confirmation);
  if (newsletterIds.length === 0) return { outcome: 'invalid' };
  const again = { outcome: 'again' as const, newsletterIds, subscriberId: person.id };
  if (confirmation.usedAt !== null) return again;
  await useConfirmation(trx, id, now);
  const confirmed = await confirmSubscriptions(trx, person.id, newsletterIds, now);
  await liftByOptIn(trx, person.addressHash, newsletterIds, `subscriber:${person.id}`);
  if (confirmed.length === 0) return again;
  await keepProofs(trx, confirmation, confirmed, origin, now);
  await welcome(trx, person, confirmed, `welcome:${id}`, now);
  return { outcome: 'confirmed', newsletterIds, subscriberId: person.id };
}

async function keepProofs(
  trx: Db,
  { subscriberId, wording, wordingVersion, messageId }: Selectable<Confirmations>,
  newsletterIds: number[],
  origin: Origin,
  at: Date,
): Promise<void> {
  const proof = {
    subscriberId,
    action: 'confirm',
    purpose: 'newsletter',
    wording,
    wordingVersion,
    messageId,
    at,
  };
  await insertConsents(
    trx,
    newsletterIds.map((newsletterId) => ({ ...proof, ...originColumns(origin), newsletterId })),
  );
}

async function welcome(
  trx: Db,
  person: Selectable<Subscribers>,
  newsletterIds: number[],
  idempotencyKey: string,
  now: Date,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000);
  await queueServiceMail(trx, {
    kind: 'welcome',
    idempotencyKey,
    ...(await recipientOf(trx, person)),
    props: { newsletterIds },
    expiresAt,
  });
}
