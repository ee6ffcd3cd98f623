import type { Db } from '../../db.ts';

/** Somebody's app for codes. */
export function selectTotp(db: Db, staffId: number) {
  return db.selectFrom('staffTotp').selectAll().where('staffId', '=', staffId).executeTakeFirst();
}

/** How many recovery codes are left. */
export async function countRecoveryCodes(db: Db, staffId: number): Promise<number> {
  const row = await db
    .selectFrom('staffRecoveryCodes')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('staffId', '=', staffId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Somebody's passkeys, the oldest first. */
export function selectPasskeys(db: Db, staffId: number) {
  return db.selectFrom('staffPasskeys').selectAll().where('staffId', '=', staffId).orderBy('id').execute();
}
