import { parseMoney } from '../../text/money.ts';
import type { Interval } from '../membership.ts';
import type { Tier, TierPrice } from '../tiers.ts';
import type { Offer } from './offer.ts';

/** In minor units: Stripe takes eight digits in most currencies (docs.stripe.com/currencies). */
export const mostAmount = 99_999_999;

/** What stands in the form, as it was chosen and typed. */
export interface Typed {
  interval: string;
  tier: string;
  /** An amount of one's own, by the tier's slug. */
  own: Record<string, string>;
  /** A suggested amount in minor units, or `own`. */
  once: string;
  onceOwn: string;
}

/** What somebody wants to give. */
export type Choice =
  | {
      purpose: 'membership';
      tier: Tier;
      interval: Interval;
      amount: number;
      currency: string;
      /** None: an amount of one's own. */
      price: TierPrice | null;
    }
  | { purpose: 'contribution'; amount: number; currency: string };

/** What is wrong with a choice, for the page to say in its language; `bound`, the least or the most, in minor units. */
export interface ChoiceFault {
  kind: 'no-tier' | 'no-amount' | 'not-an-amount' | 'below' | 'above' | 'fixed';
  field: string;
  seen: string;
  bound: number;
}

export type ReadChoice = { choice: Choice; fault: null } | { choice: null; fault: ChoiceFault };

/** Reads what was chosen, against what is offered now. */
export function readChoice(offer: Offer, typed: Typed): ReadChoice {
  return typed.interval === 'once' ? readOnce(offer, typed) : readMembership(offer, typed);
}

function readMembership({ tiers, currency }: Offer, typed: Typed): ReadChoice {
  const interval: Interval = typed.interval === 'year' ? 'year' : 'month';
  const tier = tiers.find(({ slug }) => slug === typed.tier);
  const price = tier?.prices.find((one) => one.currency === currency && one.interval === interval);
  if (tier === undefined || price === undefined) return fault('no-tier', 'tier', typed.tier);
  const field = `own-${tier.slug}`;
  const own = (typed.own[tier.slug] ?? '').trim();
  const read = own === '' ? price.amount : parseMoney(own, currency);
  if (read === null) return fault('not-an-amount', field, own);
  if (read !== price.amount && price.minimum === null) return fault('fixed', field, own, price.amount);
  if (read < (price.minimum ?? price.amount))
    return fault('below', field, own, price.minimum ?? price.amount);
  if (read > mostAmount) return fault('above', field, own, mostAmount);
  const listed = read === price.amount ? price : null;
  return {
    choice: { purpose: 'membership', tier, interval, amount: read, currency, price: listed },
    fault: null,
  };
}

function readOnce({ once, currency }: Offer, typed: Typed): ReadChoice {
  if (once === null) return fault('no-tier', 'interval', typed.interval);
  const own = typed.onceOwn.trim();
  const suggested = once.suggested.find((amount) => String(amount) === typed.once);
  const isOwn = own !== '' || typed.once === 'own';
  if (isOwn && own === '') return fault('no-amount', 'once-own', own, once.minimum);
  const amount = isOwn ? parseMoney(own, currency) : (suggested ?? null);
  if (amount === null && !isOwn) return fault('no-amount', 'once-own', typed.once, once.minimum);
  if (amount === null) return fault('not-an-amount', 'once-own', own, once.minimum);
  if (amount < once.minimum) return fault('below', 'once-own', own, once.minimum);
  if (amount > mostAmount) return fault('above', 'once-own', own, mostAmount);
  return { choice: { purpose: 'contribution', amount, currency }, fault: null };
}

function fault(kind: ChoiceFault['kind'], field: string, seen: string, bound = 0): ReadChoice {
  return { choice: null, fault: { kind, field, seen, bound } };
}
