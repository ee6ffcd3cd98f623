import type { Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { SupportSettings } from '../../db-schema.ts';

/** What the page of support says; there is one at the most. */
export function selectSupport(db: Db) {
  return db.selectFrom('supportSettings').selectAll().where('id', '=', 1).executeTakeFirst();
}

/** Makes it, or changes what is given of it. */
export async function upsertSupport(db: Db, values: Updateable<SupportSettings>): Promise<void> {
  await db
    .insertInto('supportSettings')
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...values, updatedAt: new Date() }))
    .execute();
}
