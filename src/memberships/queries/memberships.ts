import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

/** One membership. */
export function selectMembership(db: Db, id: number) {
  return db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One membership, held until the transaction ends: whoever else changes it waits. */
export function lockMembership(db: Db, id: number) {
  return db.selectFrom('memberships').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Every membership of a subscriber in the mode of Stripe's key, the newest first. */
export function selectMembershipsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where(isOfMode())
    .where('subscriberId', '=', subscriberId)
    .orderBy('id', 'desc')
    .execute();
}

/** The memberships of these Stripe subscriptions. */
export function selectMembershipsBySubscription(db: Db, stripeSubscriptionIds: string[]) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('stripeSubscriptionId', 'in', stripeSubscriptionIds)
    .execute();
}

/** Makes room for a Stripe subscription's membership; gives whether there was none before. */
export async function insertStripeMembership(
  db: Db,
  values: Insertable<Memberships> & { stripeSubscriptionId: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('memberships')
    .values(values)
    .onConflict((conflict) => conflict.column('stripeSubscriptionId').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The membership of a Stripe subscription, held until the transaction ends. */
export function lockStripeMembership(db: Db, stripeSubscriptionId: string) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('stripeSubscriptionId', '=', stripeSubscriptionId)
    .forUpdate()
    .executeTakeFirst();
}

/** Changes the given columns of a membership. */
export function updateMembership(db: Db, id: number, values: Updateable<Memberships>) {
  return db
    .updateTable('memberships')
    .set({ ...values, updatedAt: sql`now()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The Stripe subscriptions of a Stripe customer that we know. */
export async function selectSubscriptionsOfCustomer(db: Db, stripeCustomerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('stripeSubscriptionId')
    .where('stripeCustomerId', '=', stripeCustomerId)
    .where('stripeSubscriptionId', 'is not', null)
    .execute();
  return rows.flatMap(({ stripeSubscriptionId }) => stripeSubscriptionId ?? []);
}

/** Some of the memberships that go on at Stripe, behind an id. */
export function selectStripeMembershipsBehind(db: Db, id: number, livemode: boolean) {
  return db
    .selectFrom('memberships')
    .select(['id', 'stripeSubscriptionId'])
    .where('rail', '=', 'stripe')
    .where('livemode', '=', livemode)
    .where('state', '!=', 'ended')
    .where('id', '>', id)
    .orderBy('id')
    .limit(1000)
    .execute();
}

/** How many go on, by state and rail. */
export function countMemberships(db: Db) {
  return db
    .selectFrom('memberships')
    .select((from) => ['state', 'rail', from.fn.countAll<number>().as('count')])
    .where('state', '!=', 'ended')
    .groupBy(['state', 'rail'])
    .execute();
}
