import type { Services } from '../../services.ts';
import { contributionProduct } from '../checkouts/contribution-product.ts';
import type { Agreement, Purchase } from '../checkouts/purchase.ts';
import { syncTier } from '../stripe/sync-tier.ts';
import { requireTier, type Tier } from '../tiers.ts';
import type { Choice } from './choice.ts';
import type { ReadGift } from './read-gift.ts';

type Promo = Purchase['promo'];

/**
 * A choice as it is bought at Stripe; what is missing there is made first.
 * @throws Stripe's errors
 */
export async function toPurchase(
  services: Services,
  choice: Choice,
  { promo, agreement }: { promo: Promo; agreement: Agreement | null },
): Promise<Purchase> {
  const { purpose, amount, currency } = choice;
  const common = { amount, currency, promo, gift: null };
  if (purpose === 'contribution') {
    const stripeProductId = await contributionProduct(services);
    return {
      ...common,
      purpose,
      tierId: null,
      interval: null,
      stripePriceId: null,
      stripeProductId,
      agreement: null,
    };
  }
  const tier = await atStripe(services, choice.tier);
  const price = choice.price === null ? undefined : tier.prices.find(({ id }) => id === choice.price?.id);
  return {
    ...common,
    purpose,
    tierId: tier.id,
    interval: choice.interval,
    agreement,
    stripePriceId: price?.stripePriceId ?? null,
    stripeProductId: tier.stripeProductId ?? '',
  };
}

/** A gift as it is bought at Stripe. */
export async function toGiftPurchase(
  services: Services,
  { tier: chosen, amount, details }: ReadGift,
  currency: string,
): Promise<Purchase> {
  const tier = await atStripe(services, chosen);
  return {
    purpose: 'gift',
    tierId: tier.id,
    interval: null,
    amount,
    currency,
    promo: null,
    agreement: null,
    stripePriceId: null,
    stripeProductId: tier.stripeProductId ?? '',
    gift: details,
  };
}

/** The tier, with its product and prices at Stripe. */
async function atStripe(services: Services, tier: Tier): Promise<Tier> {
  const isThere = tier.stripeProductId !== null && tier.prices.every((one) => one.stripePriceId !== null);
  if (isThere) return tier;
  await syncTier(services, tier.id);
  return requireTier(services.db, tier.id);
}
