import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Whether a membership, payment or purchase is of the mode of Stripe's key, or of none; for a table of this name. */
export function isOfMode(table = 'memberships') {
  return sql<boolean>`coalesce(${sql.ref(`${table}.livemode`)} = (select stripe_livemode from installation), true)`;
}

/** The same for a gift, by its purchase. */
export function isGiftOfMode(table = 'gifts') {
  return sql<boolean>`exists (select from checkouts as bought
    where bought.id = ${sql.ref(`${table}.checkout_id`)} and ${isOfMode('bought')})`;
}

/** The mode of Stripe's key; null: there was none yet. */
export async function selectMode(db: Db): Promise<boolean | null> {
  const row = await db.selectFrom('installation').select('stripeLivemode').executeTakeFirst();
  return row?.stripeLivemode ?? null;
}

/** Notes the mode of Stripe's key; gives whether it was another. */
export async function updateMode(db: Db, livemode: boolean): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ stripeLivemode: livemode })
    .where('stripeLivemode', 'is distinct from', livemode)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The mode in which a purchase was paid. */
export async function selectModeOfCheckout(db: Db, id: number): Promise<boolean | null> {
  const row = await db.selectFrom('checkouts').select('livemode').where('id', '=', id).executeTakeFirst();
  return row?.livemode ?? null;
}
