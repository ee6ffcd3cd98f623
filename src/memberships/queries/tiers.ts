import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { TierPrices, Tiers } from '../../db-schema.ts';

const tryAgainMs = 60_000;

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

/** The tiers of which something is to be sent to Stripe, and was not tried in the last minute. */
export async function selectTiersToSync(db: Db, now: Date): Promise<number[]> {
  const tryAgain = new Date(now.getTime() - tryAgainMs);
  // In milliseconds, as a moment comes back that was read.
  const { rows } = await sql<{ id: number }>`
    select id from tiers
    where (stripe_synced_at is null or date_trunc('milliseconds', changed_at) > stripe_synced_at)
      and (stripe_tried_at is null or stripe_tried_at < ${tryAgain} or stripe_tried_at < changed_at)
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Every price of a tier, retired ones as well. */
export function selectAllPrices(db: Db, tierId: number) {
  return db.selectFrom('tierPrices').selectAll().where('tierId', '=', tierId).orderBy('id').execute();
}

/** Notes how a tier stands in Stripe; that is no change of the tier. */
export async function updateTierAtStripe(
  db: Db,
  id: number,
  values: Pick<Updateable<Tiers>, 'stripeProductId' | 'stripeSyncedAt' | 'stripeTriedAt'>,
): Promise<void> {
  await db.updateTable('tiers').set(values).where('id', '=', id).execute();
}

/** Notes as what a price stands in Stripe. */
export async function updatePriceAtStripe(db: Db, id: number, stripePriceId: string | null): Promise<void> {
  await db.updateTable('tierPrices').set({ stripePriceId }).where('id', '=', id).execute();
}

/** Forgets the prices that stood in another account, or under a product that is gone. */
export async function forgetPricesAtStripe(db: Db, tierId: number): Promise<void> {
  await db.updateTable('tierPrices').set({ stripePriceId: null }).where('tierId', '=', tierId).execute();
}
