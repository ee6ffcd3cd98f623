import type { Stripe } from 'stripe';
import { after } from '../core/calendar.ts';
import { newId } from '../core/ids.ts';
import { idOf, type World } from '../core/world.ts';

interface Given {
  coupon?: string | undefined;
  promotion_code?: string | undefined;
}

/** The coupon that a discount, or a promotion code, stands for. */
export function couponOf(world: World, { coupon, promotion_code }: Given): Stripe.Coupon | null {
  const code = promotion_code === undefined ? null : world.tables.promotionCodes.get(promotion_code);
  const id = coupon ?? idOf(code?.promotion.coupon);
  return id === null || id === undefined ? null : world.tables.coupons.get(id);
}

/** Gives a customer a discount, and counts it. */
export function makeDiscount(
  world: World,
  coupon: Stripe.Coupon,
  given: {
    customer: string | null;
    subscription: string | null;
    promotionCode: string | null;
    session: string | null;
  },
): Stripe.Discount {
  const code = given.promotionCode === null ? null : world.tables.promotionCodes.get(given.promotionCode);
  coupon.times_redeemed += 1;
  if (coupon.max_redemptions !== null && coupon.times_redeemed >= coupon.max_redemptions)
    coupon.valid = false;
  if (code !== null) code.times_redeemed += 1;
  const months = coupon.duration === 'repeating' ? (coupon.duration_in_months ?? 0) : null;
  return world.tables.discounts.put({
    id: newId('di'),
    object: 'discount',
    checkout_session: given.session,
    customer: given.customer,
    customer_account: null,
    end: months === null ? null : after(world.now(), 'month', months),
    invoice: null,
    invoice_item: null,
    promotion_code: given.promotionCode,
    source: { coupon: coupon.id, type: 'coupon' },
    start: world.now(),
    subscription: given.subscription,
    subscription_item: null,
  });
}

/** The code that somebody typed, where it can still be used for this. */
export function findCode(
  world: World,
  typed: string,
  purchase: { amount: number; currency: string; products: string[] },
): Stripe.PromotionCode | null {
  const now = world.now();
  const found = world.tables.promotionCodes
    .of('code', typed.trim().toLowerCase())
    .find(({ active }) => active);
  if (found === undefined || (found.expires_at !== null && found.expires_at <= now)) return null;
  if (found.max_redemptions !== null && found.times_redeemed >= found.max_redemptions) return null;
  const { minimum_amount: least } = found.restrictions;
  if (least !== null && purchase.amount < least) return null;
  const coupon = couponOf(world, { promotion_code: found.id });
  return coupon !== null && fits(coupon, purchase, now) ? found : null;
}

function fits(
  coupon: Stripe.Coupon,
  { currency, products }: { currency: string; products: string[] },
  now: number,
): boolean {
  if (!coupon.valid || (coupon.redeem_by !== null && coupon.redeem_by <= now)) return false;
  if (coupon.amount_off !== null && coupon.currency !== currency) return false;
  return coupon.applies_to === undefined || products.some((id) => coupon.applies_to?.products.includes(id));
}

/** What a coupon takes off an amount. */
export function amountOff(coupon: Stripe.Coupon, amount: number): number {
  const off =
    coupon.percent_off === null ? (coupon.amount_off ?? 0) : Math.round((amount * coupon.percent_off) / 100);
  return Math.max(0, Math.min(amount, off));
}

/** Takes discounts off the lines of an invoice to be. */
export function applyDiscounts(world: World, lines: Stripe.InvoiceLineItem[], discountIds: string[]): void {
  for (const id of discountIds) {
    const discount = world.tables.discounts.get(id);
    const coupon = couponOf(world, { coupon: idOf(discount?.source.coupon) ?? undefined });
    if (discount === null || coupon === null) continue;
    takeOff(
      coupon,
      id,
      lines.filter((line) => line.discountable && isOfCoupon(coupon, line)),
    );
  }
}

function isOfCoupon({ applies_to }: Stripe.Coupon, line: Stripe.InvoiceLineItem): boolean {
  return applies_to === undefined || applies_to.products.includes(line.pricing?.price_details?.product ?? '');
}

function takeOff(coupon: Stripe.Coupon, discount: string, lines: Stripe.InvoiceLineItem[]): void {
  let fixed = coupon.amount_off ?? 0;
  for (const line of lines) {
    const taken = (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
    const left = line.amount - taken;
    const amount = coupon.percent_off === null ? Math.min(left, fixed) : amountOff(coupon, left);
    fixed -= amount;
    line.discount_amounts?.push({ amount, discount });
    line.discounts.push(discount);
  }
}

/** The discounts of a subscription that still count; one that counts once is gone after its invoice. */
export function discountsNow(world: World, subscription: Stripe.Subscription): string[] {
  const ids = subscription.discounts.map((discount) => idOf(discount) ?? '');
  return ids.filter((id) => {
    const end = world.tables.discounts.get(id)?.end ?? null;
    return end === null || end > world.now();
  });
}

/** Drops from a subscription what it has used up with an invoice. */
export function dropUsedDiscounts(world: World, subscription: Stripe.Subscription): void {
  subscription.discounts = discountsNow(world, subscription).filter((id) => {
    const discount = world.tables.discounts.get(id);
    return couponOf(world, { coupon: idOf(discount?.source.coupon) ?? undefined })?.duration !== 'once';
  });
}
