import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { formatMoney } from '../text/money.ts';
import { dropUndefined, invalid } from '../publication/publication.ts';
import { oneLine, oneLineOrNone } from '../publication/values.ts';
import type { Interval } from './membership.ts';
import {
  insertPrice,
  insertTier,
  lockTier,
  retirePrice,
  selectCurrentPrices,
  selectTier,
  selectTiers,
  updateMinimum,
  updateTier,
} from './queries/tiers.ts';
import { wrong } from '../wrong-values.ts';
import { say } from './say.ts';

/** What one can support at. */
export interface Tier {
  id: number;
  slug: string;
  name: string;
  standfirst: string;
  benefits: string[];
  /** What a new patron of it is told in the mail of thanks. */
  welcome: string;
  position: number;
  /** Not offered, but open to whoever has its link. */
  hidden: boolean;
  archivedAt: Date | null;
  stripeProductId: string | null;
  /** Those that are offered. */
  prices: TierPrice[];
}

/** A price of a tier, in minor units. */
export interface TierPrice {
  id: number;
  currency: string;
  interval: Interval;
  amount: number;
  /** The least amount of one's own; null: there is only the price. */
  minimum: number | null;
  stripePriceId: string | null;
}

/** A price as it is asked for. */
export type PriceOffer = Pick<TierPrice, 'currency' | 'interval' | 'amount' | 'minimum'>;
/** Which price of a tier is meant. */
export type PriceName = Pick<TierPrice, 'currency' | 'interval'>;

const fields = {
  name: oneLine(80),
  standfirst: oneLineOrNone(300),
  benefits: z.array(oneLine(200)).max(12, { error: wrong.manyLines('12') }),
  welcome: z.string().max(4000, { error: wrong.longerThan('4000') }),
  position: z.int().min(0).max(1000),
  hidden: z.boolean(),
};
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: wrong.notShortName });

const changesSchema = z.strictObject(z.object(fields).partial().shape);
const additionSchema = z.strictObject({ ...changesSchema.shape, slug, name: fields.name });

export type TierAddition = z.input<typeof additionSchema> & { prices: PriceOffer[] };
export type TierChanges = z.input<typeof changesSchema> & {
  /** Each takes the place of the one in its currency and interval. */
  prices?: PriceOffer[];
  /** No longer offered; who pays it goes on paying it. */
  retire?: PriceName[];
  archived?: boolean;
};

/** The tiers that are offered, in their order; with `all`, those hidden and archived too. */
export async function listTiers(db: Db, { all = false }: { all?: boolean } = {}): Promise<Tier[]> {
  const rows = await selectTiers(db);
  const shown = all ? rows : rows.filter(({ hidden, archivedAt }) => !hidden && archivedAt === null);
  return withPrices(db, shown);
}

/**
 * One tier by its slug or id, archived or not.
 * @throws NotFound naming those that exist
 */
export async function requireTier(db: Db, idOrSlug: number | string): Promise<Tier> {
  const row = await selectTier(db, String(idOrSlug));
  const [tier] = row === undefined ? [] : await withPrices(db, [row]);
  if (tier !== undefined) return tier;
  const known = (await selectTiers(db)).map((one) => one.slug).join(', ') || 'none yet';
  throw new NotFound(say.noTier(JSON.stringify(idOrSlug), known));
}

/**
 * Adds a tier with its prices.
 * @throws InvalidInput naming each wrong value; Conflict where the slug is taken
 */
export async function addTier(db: Db, actor: Actor, { prices, ...addition }: TierAddition): Promise<Tier> {
  demand(actor, 'memberships.change');
  const parsed = additionSchema.safeParse(addition);
  if (!parsed.success) throw invalid('tier', parsed.error, addition);
  checkOffers(prices);
  if ((await selectTier(db, parsed.data.slug)) !== undefined)
    throw new Conflict(say.tierThere(JSON.stringify(parsed.data.slug)));
  return db.transaction().execute(async (trx) => {
    const row = await insertTier(trx, { ...dropUndefined(parsed.data) });
    for (const price of prices) await insertPrice(trx, { ...price, tierId: row.id });
    const after = await requireTier(trx, row.id);
    await recordAudit(trx, actor, 'tier.add', `tier:${row.id}`, {}, changeOf(null, after));
    return after;
  });
}

/**
 * Changes what is given of a tier. A price that is not as before retires the old one, which its members keep.
 * @throws InvalidInput naming each wrong value; NotFound
 */
export async function setTier(
  db: Db,
  actor: Actor,
  idOrSlug: number | string,
  { prices = [], retire = [], archived, ...changes }: TierChanges,
): Promise<Tier> {
  demand(actor, 'memberships.change');
  const parsed = changesSchema.safeParse(changes);
  if (!parsed.success) throw invalid('tier', parsed.error, changes);
  checkOffers(prices);
  const { id } = await requireTier(db, idOrSlug);
  return db.transaction().execute(async (trx) => {
    const { archivedAt } = await lockTier(trx, id);
    const tier = await requireTier(trx, id);
    for (const name of retire) await retirePrice(trx, requirePrice(tier, name).id);
    for (const offer of prices) await setPrice(trx, tier, offer);
    const archiving =
      archived === undefined ? {} : { archivedAt: archived ? (archivedAt ?? new Date()) : null };
    await updateTier(trx, id, { ...dropUndefined(parsed.data), ...archiving });
    const given = { ...changes, ...(prices.length > 0 && { prices }), ...(retire.length > 0 && { retire }) };
    const named = [...Object.keys(given), ...(archived === undefined ? [] : ['archived'])];
    const after = await requireTier(trx, id);
    await recordAudit(trx, actor, 'tier.set', `tier:${id}`, { fields: named }, changeOf(tier, after));
    return after;
  });
}

async function setPrice(trx: Db, tier: Tier, offer: PriceOffer): Promise<void> {
  const current = tier.prices.find((price) => isSame(price, offer));
  if (current?.amount === offer.amount) {
    if (current.minimum !== offer.minimum) await updateMinimum(trx, current.id, offer.minimum);
    return;
  }
  if (current !== undefined) await retirePrice(trx, current.id);
  await insertPrice(trx, { ...offer, tierId: tier.id });
}

function requirePrice(tier: Tier, name: PriceName): TierPrice {
  const found = tier.prices.find((price) => isSame(price, name));
  if (found !== undefined) return found;
  const known = tier.prices.map(({ currency, interval }) => `${currency}/${interval}`).join(', ') || 'none';
  throw new NotFound(say.noPrice(JSON.stringify(tier.slug), `${name.currency}/${name.interval}`, known));
}

function checkOffers(prices: PriceOffer[]): void {
  for (const [index, price] of prices.entries()) {
    const { currency, interval, amount, minimum } = price;
    if (prices.findIndex((one) => isSame(one, price)) !== index)
      throw new InvalidInput(say.pricedTwice(`${currency}/${interval}`));
    if (minimum !== null && minimum > amount) {
      const money = (one: number) => (language: string) => formatMoney(one, currency, language);
      throw new InvalidInput(say.leastAbovePrice(money(minimum), money(amount)));
    }
  }
}

function isSame(one: PriceName, other: PriceName): boolean {
  return one.currency === other.currency && one.interval === other.interval;
}

type Row = Awaited<ReturnType<typeof selectTiers>>[number];

async function withPrices(db: Db, rows: Row[]): Promise<Tier[]> {
  const prices = await selectCurrentPrices(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(
    ({
      stripeSyncedAt: _synced,
      stripeTriedAt: _tried,
      changedAt: _changed,
      createdAt: _created,
      ...tier
    }) => ({
      ...tier,
      prices: prices
        .filter(({ tierId }) => tierId === tier.id)
        .map(({ id, currency, interval, amount, minimum, stripePriceId }) => ({
          id,
          currency,
          interval: interval as Interval,
          amount,
          minimum,
          stripePriceId,
        })),
    }),
  );
}
