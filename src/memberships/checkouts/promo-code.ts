import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { requireStripe } from '../stripe/reading.ts';

export type ReadCode =
  | { promo: { code: string; id: string } }
  /** Unknown, used up or over. */
  | { refused: 'unknown' }
  /** In minor units. */
  | { refused: 'minimum'; least: number };

/**
 * Looks a promo code up at Stripe before somebody is sent there.
 * @throws Stripe's errors
 */
export async function readPromoCode(
  services: Services,
  code: string,
  { amount, currency }: { amount: number; currency: string },
  now: Date = new Date(),
): Promise<ReadCode> {
  const { promotionCodes } = requireStripe(services);
  const { data } = await promotionCodes.list({ code, active: true, limit: 10 });
  const found = data.find((one) => one.customer === null && !isOver(one, now));
  if (found === undefined) return { refused: 'unknown' };
  const least = minimumOf(found, currency);
  if (least !== null && amount < least) return { refused: 'minimum', least };
  return { promo: { code: found.code, id: found.id } };
}

function isOver(code: Stripe.PromotionCode, now: Date): boolean {
  const isUsedUp = code.max_redemptions !== null && code.times_redeemed >= code.max_redemptions;
  return !code.active || isUsedUp || (code.expires_at !== null && code.expires_at * 1000 <= now.getTime());
}

function minimumOf({ restrictions }: Stripe.PromotionCode, currency: string): number | null {
  const { minimum_amount: amount, minimum_amount_currency: of, currency_options: others } = restrictions;
  if (amount !== null && of === currency) return amount;
  return others?.[currency]?.minimum_amount ?? null;
}
