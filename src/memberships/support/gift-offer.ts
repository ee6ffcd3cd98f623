import type { Tier } from '../tiers.ts';
import type { Offer } from './offer.ts';

/** What a tier costs as a gift, by how long it lasts. */
export interface GiftOffer {
  tier: Tier;
  lengths: Array<{ months: number; amount: number; value: string }>;
}

/** Every gift that can be made, in the offer's currency: whole years at the year's price, the rest by the month. */
export function giftOffers({ tiers, currency, settings, takesMoney }: Offer): GiftOffer[] {
  if (!takesMoney) return [];
  const months = settings.giftMonths.toSorted((one, other) => one - other);
  return tiers
    .map((tier) => ({
      tier,
      lengths: months.flatMap((count) => {
        const amount = giftAmount(tier, currency, count);
        return amount === null ? [] : [{ months: count, amount, value: `${tier.slug}:${count}` }];
      }),
    }))
    .filter(({ lengths }) => lengths.length > 0);
}

function giftAmount({ prices }: Tier, currency: string, months: number): number | null {
  const priceOf = (interval: string): number | null =>
    prices.find((price) => price.currency === currency && price.interval === interval)?.amount ?? null;
  const [month, year] = [priceOf('month'), priceOf('year')];
  const years = year === null ? 0 : Math.floor(months / 12);
  const rest = months - 12 * years;
  if (rest > 0 && month === null) return null;
  return years * (year ?? 0) + rest * (month ?? 0);
}
