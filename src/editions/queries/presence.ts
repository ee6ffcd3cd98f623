import type { Insertable } from 'kysely';
import type { Db } from '../../db.ts';
import type { EditionPresence } from '../../db-schema.ts';

/** Notes that somebody has an edition open. */
export async function upsertPresence(db: Db, values: Insertable<EditionPresence>): Promise<void> {
  const { item, seenAt } = values;
  await db
    .insertInto('editionPresence')
    .values(values)
    .onConflict((conflict) => conflict.columns(['editionId', 'actor', 'tab']).doUpdateSet({ item, seenAt }))
    .execute();
}

/** Who has an edition open, each once, by the page that was heard of last. */
export function selectPresent(db: Db, editionId: number, since: Date) {
  return db
    .selectFrom('editionPresence')
    .distinctOn('actor')
    .select(['actor', 'item', 'seenAt'])
    .where('editionId', '=', editionId)
    .where('seenAt', '>', since)
    .orderBy('actor')
    .orderBy('seenAt', 'desc')
    .execute();
}

/** Forgets pages that have not been heard of since. */
export async function forgetPresence(db: Db, editionId: number, before: Date): Promise<void> {
  await db
    .deleteFrom('editionPresence')
    .where('editionId', '=', editionId)
    .where('seenAt', '<=', before)
    .execute();
}
