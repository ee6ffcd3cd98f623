import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Gifts } from '../../db-schema.ts';
import { isGiftOfMode } from './modes.ts';

/** Keeps what is to be given, once it is paid. */
export async function insertGift(db: Db, values: Insertable<Gifts>): Promise<void> {
  await db.insertInto('gifts').values(values).execute();
}

/** The gift of a purchase. */
export function selectGiftOfCheckout(db: Db, checkoutId: number) {
  return db.selectFrom('gifts').selectAll().where('checkoutId', '=', checkoutId).executeTakeFirst();
}

/** The gift of a purchase, held until the transaction ends. */
export function lockGiftOfCheckout(db: Db, checkoutId: number) {
  return db
    .selectFrom('gifts')
    .selectAll()
    .where('checkoutId', '=', checkoutId)
    .forUpdate()
    .executeTakeFirst();
}

/** One gift. */
export function selectGift(db: Db, id: number) {
  return db.selectFrom('gifts').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One gift, held until the transaction ends. */
export function lockGift(db: Db, id: number) {
  return db.selectFrom('gifts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Changes what is given of a gift. */
export async function updateGift(db: Db, id: number, values: Updateable<Gifts>): Promise<void> {
  await db.updateTable('gifts').set(values).where('id', '=', id).execute();
}

/**
 * Gifts whose day has come where the newsroom is, held until the transaction ends: from 7 in the morning, and at once
 * where the day is that of the purchase. What another worker holds is left to it.
 */
export function lockDueGifts(db: Db, now: Date, limit: number) {
  const local = sql`(${now.toISOString()}::timestamptz at time zone time_zone)`;
  return db
    .selectFrom('gifts')
    .selectAll()
    .where('state', '=', 'paid')
    .where(isGiftOfMode())
    .where(
      sql<boolean>`(deliver_on < ${local}::date or deliver_on = ${local}::date and (${local}::time >= '07:00'
        or (created_at at time zone time_zone)::date = deliver_on))`,
    )
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Gifts whose notice was mailed since then, that nobody has claimed and whose giver was not told that it was lost. */
export function selectUnclaimedGifts(db: Db, afterId: number, since: Date, limit: number) {
  return db
    .selectFrom('gifts')
    .selectAll()
    .where('id', '>', afterId)
    .where('state', '=', 'delivered')
    .where(isGiftOfMode())
    .where('deliveredAt', '>=', since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('memberNotices').select('key').where('key', '=', sql<string>`'gift-lost:' || gifts.id`),
        ),
      ),
    )
    .orderBy('id')
    .limit(limit)
    .execute();
}

/**
 * The gifts that somebody gave or claimed, the newest first; those that were never paid are none. Who gave one without a
 * sign-in and reads that address is its giver.
 */
export function selectGiftsOf(db: Db, subscriberId: number) {
  const isGiver = sql<boolean>`(g.giver_subscriber_id is not distinct from ${subscriberId} or g.giver_subscriber_id is null
    and lower(g.giver_address) = (select address_key from subscribers where id = ${subscriberId}))`;
  return db
    .selectFrom('gifts as g')
    .innerJoin('tiers as t', 't.id', 'g.tierId')
    .leftJoin('memberships as m', 'm.id', 'g.membershipId')
    .select([
      'g.id',
      'g.state',
      'g.months',
      'g.recipientName',
      'g.recipientAddress',
      'g.giverName',
      'g.deliverOn',
      'g.deliveredAt',
      'g.claimedAt',
      't.name as tierName',
      'm.since',
      'm.until',
      isGiver.as('isGiver'),
    ])
    .where('g.state', '!=', 'unpaid')
    .where(isGiftOfMode('g'))
    .where((where) => where.or([isGiver, where('m.subscriberId', '=', subscriberId)]))
    .orderBy('g.id', 'desc')
    .execute();
}
