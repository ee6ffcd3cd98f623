import type { Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Checkouts } from '../../db-schema.ts';

/** What a purchase at Stripe was begun for. */
export function selectCheckoutOrigin(db: Db, id: number) {
  return db
    .selectFrom('checkouts')
    .select(['id', 'purpose', 'subscriberId', 'tierId', 'editionId', 'membershipId'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Notes under which number a checkout's session was fetched; gives whether none of a later one stands there. */
export async function advanceCheckoutRead(db: Db, stripeSessionId: string, read: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('checkouts')
    .set({ stripeRead: read })
    .where('stripeSessionId', '=', stripeSessionId)
    .where('stripeRead', '<', read)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Records what became of a checkout. */
export async function updateCheckout(db: Db, id: number, values: Updateable<Checkouts>): Promise<void> {
  await db.updateTable('checkouts').set(values).where('id', '=', id).execute();
}

/** The sessions of purchases that are open here: some of them, behind an id. */
export function selectOpenSessionsBehind(db: Db, id: number) {
  return db
    .selectFrom('checkouts')
    .select(['id', 'stripeSessionId'])
    .where('state', '=', 'open')
    .where('stripeSessionId', 'is not', null)
    .where('id', '>', id)
    .orderBy('id')
    .limit(500)
    .execute();
}
