import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { StaffPasskeys } from '../../db-schema.ts';

/** Somebody's app for codes. */
export function selectTotp(db: Db, staffId: number) {
  return db.selectFrom('staffTotp').selectAll().where('staffId', '=', staffId).executeTakeFirst();
}

/** Begins with a new app, in place of one that was never confirmed; nothing where one is in use. */
export function upsertTotp(db: Db, staffId: number, secret: string) {
  return db
    .insertInto('staffTotp')
    .values({ staffId, secret })
    .onConflict((conflict) =>
      conflict
        .column('staffId')
        .doUpdateSet({ secret, lastStep: 0 })
        .where('staffTotp.confirmedAt', 'is', null),
    )
    .returning('staffId')
    .executeTakeFirst();
}

/** Takes the code of a step, where no later one was taken; nothing where it was. */
export function useTotpStep(db: Db, staffId: number, step: number, confirm: Date | null) {
  return db
    .updateTable('staffTotp')
    .set({ lastStep: step, ...(confirm !== null && { confirmedAt: confirm }) })
    .where('staffId', '=', staffId)
    .where('lastStep', '<', step)
    .where('confirmedAt', confirm === null ? 'is not' : 'is', null)
    .returning('staffId')
    .executeTakeFirst();
}

/** Removes the app. */
export function deleteTotp(db: Db, staffId: number) {
  return db
    .deleteFrom('staffTotp')
    .where('staffId', '=', staffId)
    .returning('confirmedAt')
    .executeTakeFirst();
}

/** Puts new recovery codes in place of all others. */
export async function replaceRecoveryCodes(db: Db, staffId: number, hashes: Buffer[]): Promise<void> {
  await db.deleteFrom('staffRecoveryCodes').where('staffId', '=', staffId).execute();
  if (hashes.length === 0) return;
  await db
    .insertInto('staffRecoveryCodes')
    .values(hashes.map((codeHash) => ({ staffId, codeHash })))
    .execute();
}

/** Uses a recovery code, once. */
export function useRecoveryCode(db: Db, staffId: number, codeHash: Buffer, now: Date) {
  return db
    .updateTable('staffRecoveryCodes')
    .set({ usedAt: now })
    .where('staffId', '=', staffId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .returning('staffId')
    .executeTakeFirst();
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

/** One passkey, with whose it is, where they may come in. */
export function selectPasskey(db: Db, credentialId: string) {
  return db
    .selectFrom('staffPasskeys as k')
    .innerJoin('staff as s', 's.id', 'k.staffId')
    .selectAll('k')
    .where('k.credentialId', '=', credentialId)
    .where('s.disabledAt', 'is', null)
    .executeTakeFirst();
}

/** Adds a passkey. */
export async function insertPasskey(db: Db, values: Insertable<StaffPasskeys>): Promise<void> {
  await db.insertInto('staffPasskeys').values(values).execute();
}

/** Notes that a passkey was used; nothing where it has counted further meanwhile, as a copy of it would. */
export function usePasskey(db: Db, id: number, seen: number, counter: number, now: Date) {
  return db
    .updateTable('staffPasskeys')
    .set({ counter, lastUsedAt: now })
    .where('id', '=', id)
    .where('counter', '=', seen)
    .returning('staffId')
    .executeTakeFirst();
}

/** Removes one of somebody's passkeys, or all. */
export function deletePasskeys(db: Db, staffId: number, id: number | null) {
  let query = db.deleteFrom('staffPasskeys').where('staffId', '=', staffId);
  if (id !== null) query = query.where('id', '=', id);
  return query.returning(['id', 'name']).execute();
}

/** Keeps what a passkey is asked to sign. */
export async function insertChallenge(
  db: Db,
  values: { challengeHash: Buffer; purpose: string; staffId: number | null; expiresAt: Date },
): Promise<void> {
  await db.insertInto('staffChallenges').values(values).execute();
}

/** Uses it, once. */
export function takeChallenge(
  db: Db,
  { challengeHash, purpose, staffId }: { challengeHash: Buffer; purpose: string; staffId: number | null },
  now: Date,
) {
  return db
    .deleteFrom('staffChallenges')
    .where('challengeHash', '=', challengeHash)
    .where('purpose', '=', purpose)
    .where(sql<boolean>`staff_id is not distinct from ${staffId}`)
    .where('expiresAt', '>', now)
    .returning('challengeHash')
    .executeTakeFirst();
}
