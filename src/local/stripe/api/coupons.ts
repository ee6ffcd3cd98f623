import { z } from 'zod';
import { invalid } from '../core/api-error.ts';
import { list, must, type Routes, same } from '../core/call.ts';
import {
  bool,
  created,
  currency,
  expandOnly,
  expandShape,
  inRange,
  int,
  mergeMetadata,
  metadata,
  number,
  pageShape,
  read,
  text,
} from '../core/input.ts';
import { change, emit } from '../core/world.ts';
import { makeCoupon, makePromotionCode } from '../objects/coupon.ts';

const couponShape = z.strictObject({
  ...expandShape,
  id: text.optional(),
  name: text.max(40).optional(),
  percent_off: number.optional(),
  amount_off: int.optional(),
  currency: currency.optional(),
  duration: z.enum(['forever', 'once', 'repeating']).optional(),
  duration_in_months: int.optional(),
  max_redemptions: int.optional(),
  redeem_by: int.optional(),
  applies_to: z.strictObject({ products: z.array(text) }).optional(),
  metadata: metadata.optional(),
});
const codeShape = z.strictObject({
  ...expandShape,
  promotion: z.strictObject({ type: z.enum(['coupon']), coupon: text }),
  code: text.max(500).optional(),
  active: bool.optional(),
  customer: text.optional(),
  expires_at: int.optional(),
  max_redemptions: int.optional(),
  restrictions: z
    .strictObject({
      first_time_transaction: bool.optional(),
      minimum_amount: int.optional(),
      minimum_amount_currency: currency.optional(),
    })
    .optional(),
  metadata: metadata.optional(),
});

/** `/v1/coupons` and `/v1/promotion_codes` */
export const coupons: Routes = {
  'POST /v1/coupons': ({ world, input }) => {
    const given = read(couponShape, input);
    if ((given.percent_off === undefined) === (given.amount_off === undefined))
      throw invalid('You must pass either percent_off or amount_off.', { code: 'parameter_missing' });
    if (given.amount_off !== undefined && given.currency === undefined)
      throw invalid('You must pass currency when passing amount_off.', {
        code: 'parameter_missing',
        param: 'currency',
      });
    if (given.id !== undefined && world.tables.coupons.get(given.id) !== null)
      throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
    const coupon = makeCoupon(world, {
      id: given.id,
      name: given.name,
      percentOff: given.percent_off ?? null,
      amountOff: given.amount_off ?? null,
      currency: given.amount_off === undefined ? null : (given.currency ?? null),
      duration: given.duration ?? 'once',
      months: given.duration_in_months ?? null,
      maxRedemptions: given.max_redemptions ?? null,
      redeemBy: given.redeem_by ?? null,
      products: given.applies_to?.products ?? null,
      metadata: mergeMetadata({}, given.metadata),
    });
    emit(world, 'coupon.created', coupon);
    return coupon;
  },
  'GET /v1/coupons': ({ world, input }) => {
    const query = read(z.strictObject({ ...pageShape, created }), input);
    return list('/v1/coupons', world.tables.coupons, 'coupon', query, (one) =>
      inRange(one.created, query.created),
    );
  },
  'GET /v1/coupons/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.coupons, 'coupon', id);
  },
  'DELETE /v1/coupons/:id': ({ world, ids: [id = ''], input }) => {
    read(z.strictObject({}), input);
    const coupon = must(world.tables.coupons, 'coupon', id);
    world.tables.coupons.remove(id);
    emit(world, 'coupon.deleted', coupon);
    return { id, object: 'coupon', deleted: true };
  },
  'POST /v1/promotion_codes': ({ world, input }) => {
    const given = read(codeShape, input);
    const coupon = must(world.tables.coupons, 'coupon', given.promotion.coupon, 'promotion[coupon]');
    const isTaken = world.tables.promotionCodes
      .of('code', (given.code ?? '').toLowerCase())
      .some(({ active }) => active);
    if (isTaken)
      throw invalid(`An active promotion code with \`code: ${given.code ?? ''}\` already exists.`, {
        code: 'resource_already_exists',
        param: 'code',
      });
    const code = makePromotionCode(world, {
      coupon: coupon.id,
      code: given.code ?? null,
      active: given.active ?? true,
      customer: given.customer ?? null,
      expiresAt: given.expires_at ?? null,
      maxRedemptions: given.max_redemptions ?? null,
      firstTime: given.restrictions?.first_time_transaction ?? false,
      minimum: given.restrictions?.minimum_amount ?? null,
      minimumCurrency: given.restrictions?.minimum_amount_currency ?? null,
      metadata: mergeMetadata({}, given.metadata),
    });
    emit(world, 'promotion_code.created', code);
    return code;
  },
  'GET /v1/promotion_codes': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        created,
        code: text.optional(),
        coupon: text.optional(),
        active: bool.optional(),
        customer: text.optional(),
      }),
      input,
    );
    const fits = (one: ReturnType<typeof makePromotionCode>): boolean =>
      same(one.active, query.active) &&
      same<unknown>(one.promotion.coupon, query.coupon) &&
      inRange(one.created, query.created);
    const belonging = { code: query.code?.toLowerCase() };
    return list('/v1/promotion_codes', world.tables.promotionCodes, 'promotion_code', query, fits, belonging);
  },
  'GET /v1/promotion_codes/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.promotionCodes, 'promotion_code', id);
  },
  'POST /v1/promotion_codes/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({ ...expandShape, active: bool.optional(), metadata: metadata.optional() }),
      input,
    );
    const code = must(world.tables.promotionCodes, 'promotion_code', id);
    change(world, 'promotion_code.updated', code, (one) => {
      if (given.active !== undefined) one.active = given.active;
      one.metadata = mergeMetadata(one.metadata ?? {}, given.metadata);
    });
    return code;
  },
};
