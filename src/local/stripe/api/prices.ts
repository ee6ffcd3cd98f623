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
  unheeded,
} from '../core/input.ts';
import { change, emit, idOf, type World } from '../core/world.ts';
import { makePrice } from '../objects/price.ts';
import { makeProduct } from '../objects/product.ts';

export const interval: z.ZodEnum<{ day: 'day'; week: 'week'; month: 'month'; year: 'year' }> = z.enum(
  ['day', 'week', 'month', 'year'],
  { error: 'must be one of day, month, week, or year' },
);
const recurring = z.strictObject({
  interval,
  interval_count: int.optional(),
  usage_type: unheeded,
  trial_period_days: unheeded,
});
const createShape = z.strictObject({
  ...expandShape,
  currency,
  unit_amount: int.optional(),
  unit_amount_decimal: number.optional(),
  active: bool.optional(),
  billing_scheme: unheeded,
  lookup_key: text.optional(),
  metadata: metadata.optional(),
  nickname: text.optional(),
  product: text.optional(),
  product_data: z
    .strictObject({ name: text, id: text.optional(), active: bool.optional(), metadata: metadata.optional() })
    .optional(),
  recurring: recurring.optional(),
  tax_behavior: unheeded,
  transfer_lookup_key: bool.optional(),
});

/** `/v1/prices` */
export const prices: Routes = {
  'POST /v1/prices': ({ world, input }) => {
    const given = read(createShape, input);
    const product = productFor(world, given);
    const amount = given.unit_amount ?? given.unit_amount_decimal;
    if (amount === undefined || amount < 0)
      throw invalid('Missing required param: unit_amount.', {
        code: 'parameter_missing',
        param: 'unit_amount',
      });
    if (given.lookup_key !== undefined) claimKey(world, given.lookup_key, given.transfer_lookup_key ?? false);
    const price = makePrice(world, {
      ...given,
      product,
      amount,
      lookupKey: given.lookup_key,
      metadata: mergeMetadata({}, given.metadata),
    });
    emit(world, 'price.created', price);
    return price;
  },
  'GET /v1/prices': ({ world, input }) => {
    const query = read(
      z.strictObject({
        ...pageShape,
        active: bool.optional(),
        currency: currency.optional(),
        product: text.optional(),
        type: text.optional(),
        lookup_keys: z.array(text).optional(),
        recurring: z.strictObject({ interval: interval.optional(), usage_type: unheeded }).optional(),
        created,
      }),
      input,
    );
    const fits = (one: ReturnType<typeof makePrice>): boolean =>
      same(one.active, query.active) &&
      same(one.currency, query.currency) &&
      same<string>(one.type, query.type) &&
      same<string | undefined>(one.recurring?.interval, query.recurring?.interval) &&
      (query.lookup_keys === undefined || query.lookup_keys.includes(one.lookup_key ?? '')) &&
      inRange(one.created, query.created);
    return list('/v1/prices', world.tables.prices, 'price', query, fits, { product: query.product });
  },
  'GET /v1/prices/:id': ({ world, ids: [id], input }) => {
    read(expandOnly, input);
    return must(world.tables.prices, 'price', id);
  },
  'POST /v1/prices/:id': ({ world, ids: [id], input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        active: bool.optional(),
        lookup_key: text.optional(),
        transfer_lookup_key: bool.optional(),
        metadata: metadata.optional(),
        nickname: text.optional(),
        tax_behavior: unheeded,
      }),
      input,
    );
    const price = must(world.tables.prices, 'price', id);
    const isDefault = world.tables.products.get(idOf(price.product) ?? '')?.default_price === price.id;
    if (given.active === false && isDefault)
      throw invalid('This price cannot be archived because it is the default price of its product.');
    if (given.lookup_key && given.lookup_key !== price.lookup_key)
      claimKey(world, given.lookup_key, given.transfer_lookup_key ?? false);
    change(world, 'price.updated', price, (one) => {
      if (given.active !== undefined) one.active = given.active;
      if (given.nickname !== undefined) one.nickname = given.nickname || null;
      if (given.lookup_key !== undefined) one.lookup_key = given.lookup_key || null;
      one.metadata = mergeMetadata(one.metadata, given.metadata);
    });
    return world.tables.prices.put(price);
  },
};

function productFor(world: World, given: z.output<typeof createShape>): string {
  const { product, product_data: inline } = given;
  if (product !== undefined) return must(world.tables.products, 'product', product, 'product').id;
  if (inline === undefined)
    throw invalid('Missing required param: product.', { code: 'parameter_missing', param: 'product' });
  const made = makeProduct(world, { ...inline, metadata: mergeMetadata({}, inline.metadata) });
  emit(world, 'product.created', made);
  return made.id;
}

function claimKey(world: World, key: string, transfer: boolean): void {
  const [holder] = world.tables.prices.of('lookup_key', key);
  if (holder === undefined) return;
  if (!transfer)
    throw invalid(`A price (\`${holder.id}\`) already uses that lookup key.`, {
      code: 'resource_already_exists',
      param: 'lookup_key',
    });
  change(world, 'price.updated', holder, (one) => {
    one.lookup_key = null;
  });
}

const inlineShape = z.strictObject({
  currency,
  product: text.optional(),
  product_data: z
    .strictObject({
      name: text,
      description: text.optional(),
      images: unheeded,
      metadata: metadata.optional(),
      tax_code: unheeded,
    })
    .optional(),
  recurring: recurring.optional(),
  tax_behavior: unheeded,
  unit_amount: int.optional(),
  unit_amount_decimal: number.optional(),
});

/** The parameters that name a price, or make one on the spot. */
export const priceShape = { price: text.optional(), price_data: inlineShape.optional() };

/** The price that a call names, or one made of what it says. @throws ApiError */
export function priceFor(
  world: World,
  given: { price?: string | undefined; price_data?: z.output<typeof inlineShape> | undefined },
  param: string,
): ReturnType<typeof makePrice> {
  const { price, price_data: inline } = given;
  if ((price === undefined) === (inline === undefined))
    throw invalid(`You must specify either \`price\` or \`price_data\` of ${param}.`, {
      code: price === undefined ? 'parameter_missing' : 'parameters_exclusive',
      param,
    });
  if (inline === undefined) {
    const found = must(world.tables.prices, 'price', price, `${param}[price]`);
    if (!found.active)
      throw invalid('The price specified is inactive. This field only accepts active prices.');
    return found;
  }
  const amount = inline.unit_amount ?? inline.unit_amount_decimal;
  if (amount === undefined || amount < 0)
    throw invalid(`Invalid ${param}[price_data][unit_amount]: it is a whole number from 0 on.`, {
      code: 'parameter_invalid_integer',
      param: `${param}[price_data][unit_amount]`,
    });
  const product = productOf(world, inline, param);
  // As at Stripe, a price made on the spot cannot be bought again.
  return makePrice(world, { ...inline, product, amount, active: false });
}

function productOf(world: World, inline: z.output<typeof inlineShape>, param: string): string {
  if (inline.product !== undefined)
    return must(world.tables.products, 'product', inline.product, `${param}[price_data][product]`).id;
  const { product_data: data } = inline;
  if (data === undefined)
    throw invalid(`Missing required param: ${param}[price_data][product].`, {
      code: 'parameter_missing',
      param: `${param}[price_data][product]`,
    });
  const { name, description } = data;
  return makeProduct(world, { name, description, metadata: mergeMetadata({}, data.metadata) }).id;
}
