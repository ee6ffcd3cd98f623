import type { Db } from '../db.ts';

/** Keeps a session under its token's hash. */
export async function insertSession(
  db: Db,
  values: { tokenHash: Buffer; subject: string; expiresAt: Date },
): Promise<void> {
  await db.insertInto('sessions').values(values).execute();
}

/** Whose a live session is; notes that it was seen. */
export function touchSession(db: Db, tokenHash: Buffer, now: Date) {
  return db
    .updateTable('sessions')
    .set({ lastSeenAt: now })
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', now)
    .returning('subject')
    .executeTakeFirst();
}

/** Ends one session. */
export async function deleteSession(db: Db, tokenHash: Buffer): Promise<void> {
  await db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
}

/** Somebody's sessions, live or over. */
export function selectSessionsOf(db: Db, subject: string) {
  return db
    .selectFrom('sessions')
    .select(['createdAt', 'lastSeenAt', 'expiresAt'])
    .where('subject', '=', subject)
    .orderBy('createdAt')
    .execute();
}

/** Ends all of somebody's sessions. */
export async function deleteSessionsOf(db: Db, subject: string): Promise<void> {
  await db.deleteFrom('sessions').where('subject', '=', subject).execute();
}

/** Removes sessions and limits that are over. */
export async function deleteExpired(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expiresAt', '<', now).execute();
  await db.deleteFrom('rateLimits').where('expire', '<', now.getTime()).execute();
}
