import type { Db } from '../db.ts';
import { stopCountingClicks } from '../delivery/clicks.ts';
import { readDelivery } from '../delivery/read-delivery.ts';
import { liftUnsubscribed, suppress, withdraw } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { type Origin, originColumns, wordingVersion } from './consent.ts';
import {
  confirmSubscriptions,
  endSubscriptions,
  insertConsents,
  selectSubscriber,
  selectSubscriptions,
} from './queries.ts';

const purpose = 'unsubscribe';
const undoPurpose = 'undo-unsubscribe';
const undoForMs = 24 * 3_600_000;

/** A subscription that a link is about; no newsletter means every one. */
export interface UnsubscribeTarget {
  subscriberId: number;
  newsletterId: number | null;
}

/** A link to leave one newsletter, or all, that is no delivery's. */
export function unsubscribeToken(
  { tokens }: Services,
  { subscriberId, newsletterId }: UnsubscribeTarget,
): string {
  return tokens.sign(purpose, `${subscriberId}.${newsletterId ?? ''}`);
}

/** What a link of a mail or of a page asks to leave; null where it is forged or the person is gone. */
export async function readUnsubscribeToken(
  services: Services,
  token: string,
): Promise<UnsubscribeTarget | null> {
  const target = (await ofDelivery(services, token)) ?? readTarget(services.tokens.read(purpose, token));
  return target !== null && (await selectSubscriber(services.db, target.subscriberId)) ? target : null;
}

async function ofDelivery({ db, tokens }: Services, token: string): Promise<UnsubscribeTarget | null> {
  const named = tokens.readDelivery('unsubscribe', token);
  if (named === null) return null;
  const delivery = await readDelivery(db, named);
  return delivery === null ? null : { subscriberId: named.subscriberId, newsletterId: delivery.newsletterId };
}

function readTarget(text: string | null): UnsubscribeTarget | null {
  if (text === null) return null;
  const [subscriberId = '', newsletterId = ''] = text.split('.');
  return {
    subscriberId: Number(subscriberId),
    newsletterId: newsletterId === '' ? null : Number(newsletterId),
  };
}

/**
 * Ends a subscription, or all: at once, also in a send that is going on. Doing it again changes nothing.
 * @returns the newsletters that were left by this
 */
export function unsubscribe(
  { db }: Services,
  target: UnsubscribeTarget,
  origin: Origin,
  now: Date = new Date(),
): Promise<number[]> {
  return db.transaction().execute((trx) => leave(trx, target, origin, now));
}

/** As `unsubscribe`, in the caller's transaction. */
export async function leave(
  trx: Db,
  { subscriberId, newsletterId }: UnsubscribeTarget,
  origin: Origin,
  now: Date,
): Promise<number[]> {
  const person = await selectSubscriber(trx, subscriberId);
  if (person === undefined) return [];
  const ended = await endSubscriptions(trx, subscriberId, newsletterId, now);
  const actor = { kind: 'subscriber' as const, name: String(subscriberId) };
  const { addressHash, address } = person;
  const scope = newsletterId === null ? {} : { newsletterId };
  await suppress(trx, actor, { addressHash, address, reason: 'unsubscribed', ...scope });
  await withdraw(trx, { subscriberId, newsletterId, reason: 'unsubscribed' });
  await stopCountingClicks(trx, subscriberId, newsletterId);
  const proof = {
    subscriberId,
    action: 'withdraw',
    purpose: 'newsletter',
    wording: '',
    wordingVersion,
    at: now,
    ...originColumns(origin),
  };
  await insertConsents(
    trx,
    ended.map((id) => ({ ...proof, newsletterId: id })),
  );
  return ended;
}

/** A link that takes back an unsubscribe that was just made, for a day. */
export function undoToken(
  { tokens }: Services,
  subscriberId: number,
  newsletterIds: number[],
  now: Date = new Date(),
): string {
  return tokens.sign(
    undoPurpose,
    [subscriberId, ...newsletterIds].join('.'),
    new Date(now.getTime() + undoForMs),
  );
}

/**
 * Takes an unsubscribe back: the person's own act on their own page, recorded as a consent.
 * @param wording of the button that was pressed
 * @returns false for a forged or old link
 */
export async function undoUnsubscribe(
  services: Services,
  token: string,
  wording: string,
  origin: Origin,
  now: Date = new Date(),
): Promise<boolean> {
  const text = services.tokens.read(undoPurpose, token, now);
  if (text === null) return false;
  const [subscriberId = 0, ...newsletterIds] = text.split('.').map(Number);
  await services.db.transaction().execute(async (trx) => {
    const person = await selectSubscriber(trx, subscriberId);
    if (person === undefined) return;
    // Only what was confirmed once comes back; a newsletter that was never confirmed needs its own opt-in.
    const known = (await selectSubscriptions(trx, subscriberId))
      .filter(({ confirmedAt }) => confirmedAt !== null)
      .map((one) => one.newsletterId);
    const wanted = newsletterIds.filter((id) => known.includes(id));
    const back = await confirmSubscriptions(trx, subscriberId, wanted, now);
    await liftUnsubscribed(trx, person.addressHash, wanted, `subscriber:${subscriberId}`);
    const proof = {
      subscriberId,
      action: 'confirm',
      purpose: 'newsletter',
      wording,
      wordingVersion,
      at: now,
      ...originColumns(origin),
    };
    await insertConsents(
      trx,
      back.map((newsletterId) => ({ ...proof, newsletterId })),
    );
  });
  return true;
}
