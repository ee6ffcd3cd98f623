import type { Actor } from '../access/actor.ts';
import type { Db } from '../db.ts';
import { stopCountingClicks } from '../delivery/clicks.ts';
import { newsletterOfMail } from '../delivery/read-delivery.ts';
import { liftUnsubscribed, suppress, withdraw } from '../delivery/suppress.ts';
import type { Services } from '../services.ts';
import { type Origin, originColumns, wordingVersion } from './consent.ts';
import { insertUnsubscribed } from './queries/news.ts';
import { holdSubscriber, selectSubscriber } from './queries/people.ts';
import {
  endSubscriptions,
  insertConsents,
  reviveSubscriptions,
  selectSubscriptions,
} from './queries/subscriptions.ts';

const purpose = 'unsubscribe';
const undoPurpose = 'undo-unsubscribe';
const undoForMs = 24 * 3_600_000;

/** A subscription that a link is about; no newsletter means every one. */
export interface UnsubscribeTarget {
  subscriberId: number;
  newsletterId: number | null;
  /** The mail by whose link one came to it. */
  editionId?: number;
}

/** A link to leave one newsletter, or all, that is no delivery's own; it may say by which mail one came to it. */
export function unsubscribeToken(
  { tokens }: Services,
  { subscriberId, newsletterId, editionId }: UnsubscribeTarget,
): string {
  const of = editionId === undefined ? '' : `.${editionId}`;
  return tokens.sign(purpose, `${subscriberId}.${newsletterId ?? ''}${of}`);
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
  const newsletterId = await newsletterOfMail(db, named);
  const { subscriberId, editionId } = named;
  return newsletterId === null ? null : { subscriberId, newsletterId, editionId };
}

function readTarget(text: string | null): UnsubscribeTarget | null {
  if (text === null) return null;
  const [subscriberId = '', newsletterId = '', editionId = ''] = text.split('.');
  return {
    subscriberId: Number(subscriberId),
    newsletterId: newsletterId === '' ? null : Number(newsletterId),
    ...(editionId !== '' && { editionId: Number(editionId) }),
  };
}

/** What a "no" was about that had been confirmed: this alone can be taken back. */
export interface Left {
  at: Date;
  newsletterIds: number[];
}

/** Ends a subscription, or all: at once, also in a send that is going on. Doing it again changes nothing. */
export function unsubscribe(
  { db }: Services,
  target: UnsubscribeTarget,
  origin: Origin,
  now: Date = new Date(),
): Promise<Left> {
  return db.transaction().execute((trx) => leave(trx, target, origin, now));
}

/** How a "no" came that the person did not say to us: as it stands in the suppressions. */
export interface Told {
  actor: Actor;
  reason: 'unsubscribed' | 'complaint';
  evidence: object;
}

/**
 * As `unsubscribe`, in the caller's transaction.
 * @param told by whom, where it was not the person: no word of their own is written then
 */
export async function leave(
  trx: Db,
  target: UnsubscribeTarget,
  origin: Origin,
  now: Date,
  told?: Told,
): Promise<Left> {
  const { subscriberId, newsletterId } = target;
  const person = await holdSubscriber(trx, subscriberId);
  if (person === undefined) return { at: now, newsletterIds: [] };
  const own: Told = {
    actor: { kind: 'subscriber', name: String(subscriberId) },
    reason: 'unsubscribed',
    evidence: {},
  };
  const { actor, reason, evidence } = told ?? own;
  const { addressHash, address } = person;
  const isNew = await suppress(trx, actor, { addressHash, address, reason, newsletterId, evidence });
  // A complaint stands already by delivery's own hand, and is new here all the same.
  const before = await endSubscriptions(trx, target, isNew || reason === 'complaint', now);
  const inState = (...states: string[]): number[] =>
    before.filter(({ state }) => states.includes(state)).map((row) => row.newsletterId);
  // Also of a complaint: what is withdrawn since a subscription has ended comes back with no report.
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
    inState('confirmed', 'pending').map((id) => ({ ...proof, newsletterId: id })),
  );
  const left = inState('confirmed');
  if (target.editionId !== undefined && left.length > 0)
    await insertUnsubscribed(trx, subscriberId, target.editionId);
  return { at: now, newsletterIds: left };
}

/** A link that takes back this unsubscribe and no later one, for a day. */
export function undoToken({ tokens }: Services, subscriberId: number, { at, newsletterIds }: Left): string {
  return tokens.sign(
    undoPurpose,
    [subscriberId, at.getTime(), ...newsletterIds].join('.'),
    new Date(at.getTime() + undoForMs),
  );
}

/**
 * Takes an unsubscribe back: the person's own act on their own page, recorded as a consent. What has ended again
 * since then stays so.
 * @param wording of the button that was pressed
 * @returns false for a forged or old link, and where a later "no" stands
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
  const [subscriberId = 0, endedAt = 0, ...newsletterIds] = text.split('.').map(Number);
  return services.db.transaction().execute(async (trx) => {
    const person = await holdSubscriber(trx, subscriberId);
    if (person === undefined) return false;
    const back = await reviveSubscriptions(trx, subscriberId, newsletterIds, new Date(endedAt), now);
    await liftUnsubscribed(trx, person.addressHash, back, `subscriber:${subscriberId}`);
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
    // Pressed twice it finds nothing to do, and is as true as before.
    return (await selectSubscriptions(trx, subscriberId)).some(
      ({ newsletterId, state }) => state === 'confirmed' && newsletterIds.includes(newsletterId),
    );
  });
}
