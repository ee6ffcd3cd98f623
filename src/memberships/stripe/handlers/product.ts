import type { Services } from '../../../services.ts';
import { selectTiersByProduct } from '../../queries/tiers.ts';
import { syncTier } from '../sync-tier.ts';
import { type Handled, ignored, type StripeHandler } from './handler.ts';

/** A product changed at Stripe: what a tier is, is decided here, so it is set right there. */
export const product: StripeHandler = (services, { object }, now) => mend(services, object.id, now);

/** A price changed at Stripe. */
export const tierPrice: StripeHandler = (services, { object }, now) => mend(services, object.product, now);

async function mend(services: Services, productId: string | undefined, now: Date): Promise<Handled> {
  const [tier] = productId === undefined ? [] : await selectTiersByProduct(services.db, [productId]);
  if (tier === undefined) return ignored('its product is none of our tiers');
  await syncTier(services, tier.id, now);
  return { state: 'applied', reason: null };
}
