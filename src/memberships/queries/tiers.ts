import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { TierPrices, Tiers } from '../../db-schema.ts';

/** Every tier in its order. */
export function selectTiers(db: Db) {
  return db.selectFrom('tiers').selectAll().orderBy('position').orderBy('id').execute();
}

/** The prices that are offered, of these tiers; the lowest first. */
export async function selectCurrentPrices(db: Db, tierIds: number[]) {
  if (tierIds.length === 0) return [];
  return db
    .selectFrom('tierPrices')
    .selectAll()
    .where('tierId', 'in', tierIds)
    .where('retiredAt', 'is', null)
    .orderBy('currency')
    .orderBy('interval')
    .execute();
}

/** One tier by its slug or its id. */
export function selectTier(db: Db, slugOrId: string) {
  const id = /^\d{1,15}$/.test(slugOrId) ? Number(slugOrId) : -1;
  return db
    .selectFrom('tiers')
    .selectAll()
    .where((where) => where.or([where('slug', '=', slugOrId), where('id', '=', id)]))
    .executeTakeFirst();
}

/** Adds a tier, after all others where no place is given. */
export function insertTier(db: Db, values: Insertable<Tiers>) {
  return db
    .insertInto('tiers')
    .values({
      ...values,
      position: values.position ?? sql<number>`(select coalesce(max(position), 0) + 1 from tiers)`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes the given columns of a tier; it is to be sent to Stripe again. */
export function updateTier(db: Db, id: number, values: Updateable<Tiers>) {
  return db
    .updateTable('tiers')
    .set({ ...values, changedAt: sql`clock_timestamp()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A tier, held until the transaction ends. */
export function lockTier(db: Db, id: number) {
  return db.selectFrom('tiers').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
}

/** Takes a price out of the offer; its members keep it. */
export async function retirePrice(db: Db, id: number): Promise<void> {
  await db.updateTable('tierPrices').set({ retiredAt: sql`now()` }).where('id', '=', id).execute();
}

/** Adds a price to the offer. */
export async function insertPrice(db: Db, values: Insertable<TierPrices>): Promise<void> {
  await db.insertInto('tierPrices').values(values).execute();
}

/** Changes the least amount of one's own: nothing of it stands in Stripe. */
export async function updateMinimum(db: Db, id: number, minimum: number | null): Promise<void> {
  await db.updateTable('tierPrices').set({ minimum }).where('id', '=', id).execute();
}

/** The tiers of these Stripe products. */
export async function selectTiersByProduct(db: Db, stripeProductIds: string[]) {
  if (stripeProductIds.length === 0) return [];
  return db
    .selectFrom('tiers')
    .select(['id', 'stripeProductId'])
    .where('stripeProductId', 'in', stripeProductIds)
    .execute();
}
