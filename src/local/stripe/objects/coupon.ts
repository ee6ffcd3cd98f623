import { randomInt } from 'node:crypto';
import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/** What takes something off a price. */
export function makeCoupon(
  world: World,
  given: {
    id?: string | undefined;
    name?: string | undefined;
    percentOff: number | null;
    amountOff: number | null;
    currency: string | null;
    duration: Stripe.Coupon.Duration;
    months: number | null;
    maxRedemptions: number | null;
    redeemBy: number | null;
    products: string[] | null;
    metadata: Record<string, string>;
  },
): Stripe.Coupon {
  return world.tables.coupons.put({
    id: given.id ?? newId('coupon').slice(7, 15),
    object: 'coupon',
    amount_off: given.amountOff,
    ...(given.products === null ? {} : { applies_to: { products: given.products } }),
    created: world.now(),
    currency: given.currency,
    duration: given.duration,
    duration_in_months: given.months,
    livemode: false,
    max_redemptions: given.maxRedemptions,
    metadata: given.metadata,
    name: given.name ?? null,
    percent_off: given.percentOff,
    redeem_by: given.redeemBy,
    times_redeemed: 0,
    valid: true,
  });
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** What people type to use a coupon. */
export function makePromotionCode(
  world: World,
  given: {
    coupon: string;
    code: string | null;
    active: boolean;
    customer: string | null;
    expiresAt: number | null;
    maxRedemptions: number | null;
    firstTime: boolean;
    minimum: number | null;
    minimumCurrency: string | null;
    metadata: Record<string, string>;
  },
): Stripe.PromotionCode {
  const made = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
  return world.tables.promotionCodes.put({
    id: newId('promo'),
    object: 'promotion_code',
    active: given.active,
    code: given.code ?? made,
    created: world.now(),
    customer: given.customer,
    customer_account: null,
    expires_at: given.expiresAt,
    livemode: false,
    max_redemptions: given.maxRedemptions,
    metadata: given.metadata,
    promotion: { coupon: given.coupon, type: 'coupon' },
    restrictions: {
      first_time_transaction: given.firstTime,
      minimum_amount: given.minimum,
      minimum_amount_currency: given.minimumCurrency,
    },
    times_redeemed: 0,
  });
}
