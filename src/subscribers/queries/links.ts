import type { Insertable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Confirmations } from '../../db-schema.ts';

/** As `holdSubscriber`, the person that a confirmation is about. */
export function holdConfirming(db: Db, confirmationId: number) {
  return db
    .selectFrom('subscribers')
    .innerJoin('confirmations', 'confirmations.subscriberId', 'subscribers.id')
    .selectAll('subscribers')
    .where('confirmations.id', '=', confirmationId)
    .forNoKeyUpdate('subscribers')
    .executeTakeFirst();
}

/** A person's confirmations that were asked for since then, each by a mail of its own; the newest first. */
export function selectConfirmations(db: Db, subscriberId: number, since: Date) {
  return db
    .selectFrom('confirmations')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .orderBy('createdAt', 'desc')
    .execute();
}

/** Opens a confirmation. */
export function insertConfirmation(db: Db, values: Insertable<Confirmations>) {
  return db.insertInto('confirmations').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Notes which mail asks for a confirmation. */
export async function updateMessageId(db: Db, id: number, messageId: string): Promise<void> {
  await db.updateTable('confirmations').set({ messageId }).where('id', '=', id).execute();
}

/** One confirmation. */
export function selectConfirmation(db: Db, id: number) {
  return db.selectFrom('confirmations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Marks a confirmation as used. */
export async function useConfirmation(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('confirmations').set({ usedAt: now }).where('id', '=', id).execute();
}

/** Opens a link to sign in. */
export function insertSignIn(db: Db, subscriberId: number, expiresAt: Date) {
  return db
    .insertInto('signIns')
    .values({ subscriberId, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Notes the hash of the code that goes with a link to sign in. */
export async function updateCodeHash(db: Db, id: number, codeHash: Buffer): Promise<void> {
  await db.updateTable('signIns').set({ codeHash }).where('id', '=', id).execute();
}

/** Counts one try against each live code of a person; gives those that could be tried. */
export function tryCodes(db: Db, subscriberId: number, maxTries: number, now: Date) {
  return db
    .updateTable('signIns')
    .set((row) => ({ codeTries: row('codeTries', '+', 1) }))
    .where('subscriberId', '=', subscriberId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('codeHash', 'is not', null)
    .where('codeTries', '<', maxTries)
    .returning(['id', 'codeHash'])
    .execute();
}

/** A person's links to sign in, the oldest first. */
export function selectSignIns(db: Db, subscriberId: number) {
  return db
    .selectFrom('signIns')
    .select(['createdAt', 'expiresAt', 'usedAt'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** How many links to sign in a person was sent since then. */
export async function countSignIns(db: Db, subscriberId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('signIns')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Uses a link to sign in, once; nothing where it was used or is too old. */
export function useSignIn(db: Db, id: number, now: Date) {
  return db
    .updateTable('signIns')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('subscriberId')
    .executeTakeFirst();
}
