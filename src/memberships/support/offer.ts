import type { Services } from '../../services.ts';
import { listTiers, requireTier, type Tier } from '../tiers.ts';
import { loadSupport, type SupportSettings } from './settings.ts';

/** What can be chosen on the page of support, in one currency. */
export interface Offer {
  settings: SupportSettings;
  /** Those that have a price in the currency. */
  tiers: Tier[];
  /** Every one that something is offered in. */
  currencies: string[];
  currency: string;
  once: { suggested: number[]; minimum: number } | null;
  /** No: nothing can be paid here, and other ways are all there is. */
  takesMoney: boolean;
}

export interface Asked {
  currency: string;
  language: string;
  /** A tier that is not offered to everybody is to whoever names it. */
  tier: string;
}

// What most readers of a language pay in, where the newsroom offers it.
const usual: Record<string, string> = { uk: 'uah', de: 'eur', en: 'eur' };

/** What the newsroom offers, in the currency that was asked for, or else in the likeliest one. */
export async function loadOffer(services: Services, asked: Asked): Promise<Offer> {
  const settings = await loadSupport(services.db);
  const offered = await withNamed(services, await listTiers(services.db), asked.tier);
  const currencies = currenciesOf(offered, settings);
  const wanted = [asked.currency, usual[asked.language] ?? ''].find((one) => currencies.includes(one));
  const currency = wanted ?? currencies[0] ?? 'eur';
  const tiers = offered.filter(({ prices }) => prices.some((price) => price.currency === currency));
  const once = settings.once[currency] ?? null;
  const takesMoney = services.stripe !== null && (tiers.length > 0 || once !== null);
  return { settings, tiers, currencies, currency, once, takesMoney };
}

async function withNamed({ db }: Services, offered: Tier[], slug: string): Promise<Tier[]> {
  if (slug === '' || offered.some((tier) => tier.slug === slug)) return offered;
  const named = (await listTiers(db, { all: true })).find((tier) => tier.slug === slug);
  return named === undefined || named.archivedAt !== null
    ? offered
    : [...offered, await requireTier(db, slug)];
}

function currenciesOf(tiers: Tier[], settings: SupportSettings): string[] {
  const ofTiers = tiers.flatMap(({ prices }) => prices.map(({ currency }) => currency));
  return [...new Set([...ofTiers, ...Object.keys(settings.once)])];
}

/** The one in the middle: most readers take it where it is chosen beforehand. */
export function middleTier(tiers: Tier[]): Tier | null {
  return tiers[Math.floor((tiers.length - 1) / 2)] ?? null;
}
