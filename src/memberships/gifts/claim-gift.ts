import type { Selectable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Gifts } from '../../db-schema.ts';
import type { Services } from '../../services.ts';
import { ensureSubscriber } from '../../subscribers/ensure-subscriber.ts';
import { membershipChanged } from '../changed.ts';
import { isLive, type Membership, membershipsOf, toMembership } from '../membership.ts';
import { lockBuyer } from '../queries/checkouts.ts';
import { insertMembership } from '../queries/claims.ts';
import { lockGift, selectGift, updateGift } from '../queries/gifts.ts';
import { selectMembership } from '../queries/memberships.ts';
import { selectModeOfCheckout } from '../queries/modes.ts';

const purpose = 'gift';
const validForMs = 730 * 24 * 3_600_000;

export type Gift = Selectable<Gifts>;

/** What the link of a gift's notice names it by. */
export function giftToken({ tokens }: Services, giftId: number, now: Date = new Date()): string {
  return tokens.sign(purpose, String(giftId), new Date(now.getTime() + validForMs));
}

/** The gift that a link is for, or null; changes nothing, since mail scanners open links. */
export async function readGift(
  { db, tokens }: Services,
  token: string,
  now: Date = new Date(),
): Promise<Gift | null> {
  const id = tokens.read(purpose, token, now);
  const gift = id === null ? undefined : await selectGift(db, Number(id));
  return gift === undefined || gift.state === 'unpaid' ? null : gift;
}

export type ClaimedGift =
  | { outcome: 'claimed' | 'again'; membership: Membership; overlap: Membership | null }
  | { outcome: 'refunded' }
  | { outcome: 'invalid' };

/**
 * Takes a gift: a membership from today for so many months, or from the end of what the person has already. Signs nobody
 * in, and subscribes to nothing; taken again it is the same one.
 */
export async function claimGift(
  services: Services,
  token: string,
  now: Date = new Date(),
): Promise<ClaimedGift> {
  const id = services.tokens.read(purpose, token, now);
  if (id === null) return { outcome: 'invalid' };
  const claimed = await services.db.transaction().execute((trx) => claim(trx, services, Number(id), now));
  await services.jobs.hint('send-service-mails', [{}]);
  return claimed;
}

async function claim(trx: Db, services: Services, id: number, now: Date): Promise<ClaimedGift> {
  const gift = await lockGift(trx, id);
  if (gift === undefined || gift.state === 'unpaid') return { outcome: 'invalid' };
  if (gift.state === 'refunded') return { outcome: 'refunded' };
  if (gift.state === 'claimed') return claimedBefore(trx, gift, now);
  if (gift.recipientAddress === null) return { outcome: 'invalid' };
  const subscriberId = await ensureSubscriber(trx, services, gift.recipientAddress, gift.language);
  await lockBuyer(trx, `subscriber:${subscriberId}`);
  const overlap = await overlapOf(trx, subscriberId, now);
  const since = startAfter(overlap, now);
  const until = addMonths(since, gift.months, gift.timeZone);
  const row = await insertMembership(trx, {
    rail: 'gift',
    state: 'active',
    tierId: gift.tierId,
    subscriberId,
    since,
    until,
    settledAt: now,
    claimedAt: now,
    periodStart: since,
    periodEnd: until,
    livemode: await selectModeOfCheckout(trx, gift.checkoutId),
    note: `gift ${gift.id}`,
  });
  const membership = toMembership(row);
  await updateGift(trx, id, { state: 'claimed', claimedAt: now, membershipId: row.id });
  await membershipChanged(trx, { before: null, after: membership }, now);
  return { outcome: 'claimed', membership, overlap };
}

async function claimedBefore(trx: Db, gift: Gift, now: Date): Promise<ClaimedGift> {
  const row = gift.membershipId === null ? undefined : await selectMembership(trx, gift.membershipId);
  if (row === undefined) return { outcome: 'invalid' };
  const membership = toMembership(row);
  const overlap =
    row.subscriberId === null ? null : await overlapOf(trx, row.subscriberId, now, membership.id);
  return { outcome: 'again', membership, overlap };
}

/** What the person has already, the one that lasts longest: a gift does not run beside it where that has an end. */
export async function overlapOf(
  db: Db,
  subscriberId: number,
  now: Date,
  exceptId: number | null = null,
): Promise<Membership | null> {
  const live = (await membershipsOf(db, subscriberId)).filter(
    (one) => one.since !== null && one.id !== exceptId && isLive(one, now),
  );
  const last = live.toSorted((one, other) => endOf(other) - endOf(one))[0];
  return last ?? null;
}

/** What is paid for already; for what renews by itself, the day on which it would. */
function endOf({ until, cancelAt, periodEnd }: Membership): number {
  return (until ?? cancelAt ?? periodEnd)?.getTime() ?? 0;
}

function startAfter(overlap: Membership | null, now: Date): Date {
  return new Date(Math.max(overlap === null ? 0 : endOf(overlap), now.getTime()));
}

/** So many months later on the calendar of the newsroom. */
function addMonths(from: Date, months: number, timeZone: string): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(start.add({ months }).epochMilliseconds);
}
