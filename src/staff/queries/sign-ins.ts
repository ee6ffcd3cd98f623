import type { Db } from '../../db.ts';

/** Opens a link to sign in with. */
export function insertSignIn(db: Db, staffId: number, expiresAt: Date) {
  return db
    .insertInto('staffSignIns')
    .values({ staffId, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Notes the hash of the code that goes with it. */
export async function updateCodeHash(db: Db, id: number, codeHash: Buffer): Promise<void> {
  await db.updateTable('staffSignIns').set({ codeHash }).where('id', '=', id).execute();
}

/** How many somebody was sent since then. */
export async function countSignIns(db: Db, staffId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('staffSignIns')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('staffId', '=', staffId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Counts one try against each live code of a person; gives those that could be tried. */
export function tryCodes(db: Db, staffId: number, maxTries: number, now: Date) {
  return db
    .updateTable('staffSignIns')
    .set((row) => ({ codeTries: row('codeTries', '+', 1) }))
    .where('staffId', '=', staffId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('codeHash', 'is not', null)
    .where('codeTries', '<', maxTries)
    .returning(['id', 'codeHash'])
    .execute();
}

/** Uses a link or its code, once; nothing where it was used, is too old, or its person may not come in. */
export function useSignIn(db: Db, id: number, now: Date) {
  return db
    .updateTable('staffSignIns')
    .from('staff')
    .set({ usedAt: now })
    .whereRef('staff.id', '=', 'staffSignIns.staffId')
    .where('staff.disabledAt', 'is', null)
    .where('staffSignIns.id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('staffSignIns.staffId')
    .executeTakeFirst();
}

/** What was sent and not used is good for nothing any more. */
export async function endSignIns(db: Db, staffId: number, now: Date): Promise<void> {
  await db
    .updateTable('staffSignIns')
    .set({ usedAt: now })
    .where('staffId', '=', staffId)
    .where('usedAt', 'is', null)
    .execute();
}
