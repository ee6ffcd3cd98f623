import type { Config } from '../../config.ts';
import { createHash, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Stripe } from 'stripe';
import type { TierPrices, Tiers } from '../../db-schema.ts';
import { NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import {
  forgetPricesAtStripe,
  selectAllPrices,
  selectTier,
  updatePriceAtStripe,
  updateTierAtStripe,
} from '../queries/tiers.ts';
import type { Difference } from './drift.ts';
import { ourMark } from './ours.ts';
import { orMissing, requireStripe } from './reading.ts';

type Tier = Selectable<Tiers>;

/**
 * Brings a tier's product and prices at Stripe to what the tier is here. A retired price is no longer sold there, and
 * goes on for its members.
 * @throws Stripe's errors; NotFound; AppError where no account is configured
 */
export async function syncTier(services: Services, tierId: number, now: Date = new Date()): Promise<void> {
  const stripe = requireStripe(services);
  const { db } = services;
  const tier = await selectTier(db, String(tierId));
  if (tier === undefined) throw new NotFound(`there is no tier ${tierId}`);
  await updateTierAtStripe(db, tierId, { stripeTriedAt: now });
  const productId = await syncProduct(services, stripe, tier);
  const active = await activePrices(stripe, productId);
  for (const price of await selectAllPrices(db, tierId))
    await syncPrice(services, stripe, { tier, productId, price, active });
  // As it was read: what has changed since is to be sent again.
  await updateTierAtStripe(db, tierId, { stripeSyncedAt: tier.changedAt });
}

/** Makes the product, or changes what is other there; gives its id. */
async function syncProduct({ db, config }: Services, stripe: Stripe, tier: Tier): Promise<string> {
  const wanted = productOf(tier, config);
  const known =
    tier.stripeProductId === null ? null : await orMissing(stripe.products.retrieve(tier.stripeProductId));
  if (known === null) {
    // The key is of another account or of the other mode than it was: there everything begins anew.
    if (tier.stripeProductId !== null) await forgetPricesAtStripe(db, tier.id);
    const { description, ...rest } = wanted;
    const params = { ...rest, ...(description === '' ? {} : { description }) };
    const { id } = await stripe.products.create(params, { idempotencyKey: keyOf('product', tier, params) });
    await updateTierAtStripe(db, tier.id, { stripeProductId: id });
    return id;
  }
  // A key of its own each time: one that was used yesterday would answer with yesterday's product, and change nothing.
  if (isOther(known, wanted))
    await stripe.products.update(known.id, wanted, { idempotencyKey: randomUUID() });
  return known.id;
}

function productOf({ name, standfirst, archivedAt, slug }: Tier, config: Config) {
  return {
    name,
    description: standfirst,
    active: archivedAt === null,
    metadata: { ...ourMark(config), tier: slug },
  };
}

function isOther(
  product: Stripe.Product,
  { name, description, active, metadata }: ReturnType<typeof productOf>,
): boolean {
  return (
    product.name !== name ||
    (product.description ?? '') !== description ||
    product.active !== active ||
    Object.entries(metadata).some(([key, value]) => product.metadata[key] !== value)
  );
}

/** What of a tier stands otherwise at Stripe. */
export async function compareTier(
  config: Config,
  stripe: Stripe,
  tier: Tier,
  prices: Array<Selectable<TierPrices>>,
): Promise<Difference[]> {
  const { stripeProductId: productId } = tier;
  const product = productId === null ? null : await orMissing(stripe.products.retrieve(productId));
  if (product === null) return [{ field: 'product', ours: tier.slug, stripes: null }];
  const wanted = productOf(tier, config);
  const { name, active } = product;
  const shown = { name, description: product.description ?? '', active, metadata: product.metadata };
  const sold = await activePrices(stripe, product.id);
  const others = prices.filter(({ stripePriceId: id, retiredAt }) =>
    id === null ? retiredAt === null : sold.has(id) && sold.get(id) !== (retiredAt === null),
  );
  return [
    ...(isOther(product, wanted) ? [{ field: 'product', ours: wanted, stripes: shown }] : []),
    ...others.map(({ stripePriceId, retiredAt }) => ({
      field: `price ${stripePriceId ?? 'not made yet'}`,
      ours: retiredAt === null ? 'offered' : 'retired',
      stripes: retiredAt === null ? 'retired' : 'offered',
    })),
  ];
}

/** Which of a product's prices are sold, by id. */
async function activePrices(stripe: Stripe, product: string): Promise<Map<string, boolean>> {
  const prices = await stripe.prices.list({ product, limit: 100 }).autoPagingToArray({ limit: 10_000 });
  return new Map(prices.map(({ id, active }) => [id, active]));
}

interface PriceToSync {
  tier: Tier;
  productId: string;
  price: Selectable<TierPrices>;
  active: Map<string, boolean>;
}

async function syncPrice(
  { db, config }: Services,
  stripe: Stripe,
  { tier, productId, price, active }: PriceToSync,
): Promise<void> {
  const isOffered = price.retiredAt === null;
  const { stripePriceId } = price;
  if (stripePriceId !== null) {
    if (active.has(stripePriceId) && active.get(stripePriceId) !== isOffered)
      await stripe.prices.update(stripePriceId, { active: isOffered }, { idempotencyKey: randomUUID() });
    return;
  }
  if (!isOffered) return;
  const params = {
    product: productId,
    currency: price.currency,
    unit_amount: price.amount,
    recurring: { interval: price.interval as 'month' | 'year' },
    metadata: { ...ourMark(config), tier: tier.slug },
  };
  const idempotencyKey = keyOf(`price-${price.id}`, tier, params);
  const { id } = await stripe.prices.create(params, { idempotencyKey });
  await updatePriceAtStripe(db, price.id, id);
}

/** The same for the same thing of the same database, so that whoever died in between makes no second one. */
function keyOf(thing: string, { id, createdAt, stripeProductId }: Tier, params: object): string {
  const text = JSON.stringify([thing, id, createdAt, stripeProductId, params]);
  return `broadsheet-${createHash('sha256').update(text).digest('base64url')}`;
}
