import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';

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
