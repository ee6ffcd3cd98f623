import { formatMoney } from '../../text/money.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { longDate, longDay } from '../../text/long-day.ts';
import type { Checkout } from '../checkouts/purchase.ts';
import { selectCheckout, selectCheckoutBySession } from '../queries/checkouts.ts';
import { selectGiftOfCheckout } from '../queries/gifts.ts';
import { selectMembership } from '../queries/memberships.ts';
import { selectFirstPaid, sumPaymentsOf } from '../queries/payments.ts';
import { syncCheckout } from '../stripe/sync-checkout.ts';
import { requireTier, type Tier } from '../tiers.ts';
import { maskAddress } from '../../text/mask-address.ts';
import { supportWords } from './pages/words.ts';

/** What came of a purchase, in words for the one who made it. */
export type Thanks =
  | { kind: 'waiting' | 'expired' | 'failed' | 'second' | 'foreign' }
  | {
      kind: 'patron';
      tier: string;
      benefits: string[];
      welcome: string;
      /** What it costs; empty where a code made the first payment another one. */
      terms: string;
      /** What was paid, where a code lowered it. */
      paid: string;
      date: string;
    }
  /** The address that the link was mailed to, masked; null where what was typed is none. */
  | { kind: 'unclaimed'; tier: string; benefits: string[]; address: string | null }
  | { kind: 'contribution'; amount: string }
  | { kind: 'gift'; recipient: string; date: string; today: boolean };

/**
 * What came of the purchase of a session at Stripe, for the browser that began it; others see nothing of it. While
 * nothing was heard Stripe itself is asked.
 */
export async function readThanks(
  services: Services,
  sessionId: string,
  browserHash: Buffer | null,
  language: string,
  now: Date = new Date(),
): Promise<Thanks> {
  const row = await selectCheckoutBySession(services.db, sessionId);
  if (row === undefined || browserHash === null || !row.browserHash.equals(browserHash))
    return { kind: 'foreign' };
  const settled = row.state === 'open' ? await ask(services, row, sessionId, now) : row;
  return describe(services, settled, language);
}

async function ask(services: Services, row: Checkout, sessionId: string, now: Date): Promise<Checkout> {
  try {
    await syncCheckout(services, sessionId, now);
  } catch (error) {
    // The page looks again by itself, and so do the webhook and the sweep.
    services.log.warn({ err: error, checkout: row.id }, 'Stripe could not be asked about a purchase');
  }
  return (await selectCheckout(services.db, row.id)) ?? row;
}

async function describe(services: Services, row: Checkout, language: string): Promise<Thanks> {
  if (row.takeBack !== null) return { kind: 'second' };
  if (row.state === 'open') return { kind: 'waiting' };
  if (row.state === 'expired' || row.state === 'failed') return { kind: row.state };
  if (row.purpose === 'gift') return describeGift(services, row, language);
  if (row.purpose === 'contribution') {
    const { amount } = await sumPaymentsOf(services.db, row);
    return { kind: 'contribution', amount: formatMoney(amount, row.currency, language) };
  }
  return describeMembership(services, row, language);
}

async function describeGift({ db }: Services, row: Checkout, language: string): Promise<Thanks> {
  const gift = await selectGiftOfCheckout(db, row.id);
  if (gift === undefined) return { kind: 'foreign' };
  return {
    kind: 'gift',
    recipient: gift.recipientName || (gift.recipientAddress ?? ''),
    date: longDate(gift.deliverOn, language),
    today: gift.deliverOn <= localDay(row.createdAt, gift.timeZone),
  };
}

async function describeMembership({ db }: Services, row: Checkout, language: string): Promise<Thanks> {
  const membership = row.membershipId === null ? undefined : await selectMembership(db, row.membershipId);
  const tier = await tierOf(db, row.tierId);
  if (membership === undefined) return { kind: 'waiting' };
  if (membership.subscriberId === null && membership.claimedAt === null) {
    const { claimAddress } = membership;
    const address = claimAddress === null ? null : maskAddress(claimAddress);
    return { kind: 'unclaimed', tier: tier?.name ?? '', benefits: tier?.benefits ?? [], address };
  }
  const { timeZone } = await requirePublication(db);
  const { per } = supportWords(language).form;
  const first = (await selectFirstPaid(db, membership.id)) ?? 0;
  const amount = formatMoney(row.amount, row.currency, language);
  const terms = row.interval === 'year' ? per.year(amount) : per.month(amount);
  const isLower = first < row.amount;
  return {
    kind: 'patron',
    tier: tier?.name ?? '',
    benefits: tier?.benefits ?? [],
    welcome: tier?.welcome ?? '',
    terms: isLower ? '' : terms,
    paid: isLower ? formatMoney(first, row.currency, language) : '',
    date: membership.periodEnd === null ? '' : longDay(membership.periodEnd, language, timeZone),
  };
}

async function tierOf(db: Services['db'], tierId: number | null): Promise<Tier | null> {
  return tierId === null ? null : requireTier(db, tierId);
}

/** Which day it is somewhere. */
export function localDay(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDate().toString();
}
