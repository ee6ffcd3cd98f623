import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

/** One membership, held until the transaction ends. */
export function lockMembership(db: Db, id: number) {
  return db.selectFrom('memberships').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Where the link of a membership that waits for its owner is mailed; one that has an owner stays as it is. */
export async function setClaimAddress(
  db: Db,
  id: number,
  claimAddress: string,
  claimAddressHash: Buffer,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('memberships')
    .set({ claimAddress, claimAddressHash, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where('subscriberId', 'is', null)
    .where('claimedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Memberships that are paid at Stripe and not claimed, behind this one, each with the occasion on which its link is to be
 * mailed again: three and ten days after its purchase, and before each renewal. Of several the last counts.
 */
export function selectUnclaimed(db: Db, afterId: number, now: Date, limit: number) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const occasion = sql<string>`case
    when m.period_end > ${at} and m.period_end <= ${at} + interval '3 days' then 'before-' || (m.period_end at time zone 'UTC')::date
    when m.created_at <= ${at} - interval '10 days' then 'after-10'
    else 'after-3' end`;
  return unclaimed(db)
    .select(['m.id', occasion.as('occasion')])
    .where('m.id', '>', afterId)
    .where(sql<boolean>`m.created_at <= ${at} - interval '3 days'`)
    .where(
      sql<boolean>`not exists (select from member_notices as n where n.key = 'claim:' || m.id || ':' || ${occasion})`,
    )
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** The memberships that this address could claim. */
export async function selectUnclaimedOf(db: Db, addressHash: Buffer): Promise<number[]> {
  const rows = await unclaimed(db)
    .select('m.id')
    .where('m.claimAddressHash', '=', addressHash)
    .orderBy('m.id')
    .execute();
  return rows.map(({ id }) => id);
}

function unclaimed(db: Db) {
  return db
    .selectFrom('memberships as m')
    .where('m.rail', '=', 'stripe')
    .where('m.state', 'in', ['active', 'past-due'])
    .where('m.subscriberId', 'is', null)
    .where('m.claimedAt', 'is', null)
    .where('m.claimAddressHash', 'is not', null)
    .where(isOfMode('m'));
}

/** The payments of a membership are its owner's, once there is one. */
export async function attachPayments(db: Db, membershipId: number, subscriberId: number): Promise<void> {
  await db
    .updateTable('payments')
    .set({ subscriberId })
    .where('membershipId', '=', membershipId)
    .where('subscriberId', 'is', null)
    .execute();
}

/** A membership that nobody pays for at Stripe. */
export function insertMembership(db: Db, values: Insertable<Memberships>) {
  return db.insertInto('memberships').values(values).returningAll().executeTakeFirstOrThrow();
}
