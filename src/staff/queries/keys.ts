import type { Insertable } from 'kysely';
import type { Db } from '../../db.ts';
import type { ApiKeys } from '../../db-schema.ts';

/** Keeps a key; nothing where one of its name is in use. */
export function insertKey(db: Db, values: Insertable<ApiKeys>) {
  return db
    .insertInto('apiKeys')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Every key, those in use before those that were ended, the newest first. */
export function selectKeys(db: Db) {
  return db
    .selectFrom('apiKeys')
    .selectAll()
    .orderBy('endedAt', (order) => order.desc().nullsFirst())
    .orderBy('id', 'desc')
    .execute();
}

/** One key, ended or not. */
export function selectKey(db: Db, id: number) {
  return db.selectFrom('apiKeys').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The key of this hash that opens something now. */
export function selectLiveKey(db: Db, tokenHash: Buffer, now: Date) {
  return db
    .selectFrom('apiKeys')
    .select(['id', 'scopes', 'lastUsedAt'])
    .where('tokenHash', '=', tokenHash)
    .where('endedAt', 'is', null)
    .where((where) => where.or([where('expiresAt', 'is', null), where('expiresAt', '>', now)]))
    .executeTakeFirst();
}

/** Notes that a key was used. */
export async function touchKey(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('apiKeys').set({ lastUsedAt: now }).where('id', '=', id).execute();
}

/** Ends a key; nothing where it has ended. */
export function endLiveKey(db: Db, id: number, endedBy: string, now: Date) {
  return db
    .updateTable('apiKeys')
    .set({ endedAt: now, endedBy })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
