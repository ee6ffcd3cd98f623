import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { StaffSessions } from '../../db-schema.ts';

/** Keeps a session under its token's hash. */
export function insertSession(db: Db, values: Insertable<StaffSessions>) {
  return db.insertInto('staffSessions').values(values).returning('id').executeTakeFirstOrThrow();
}

/**
 * Whose a live session is, and what decides about what it opens. Not one that was left alone since `idleSince`, nor one
 * of who may not come in any more.
 */
export function selectSession(db: Db, tokenHash: Buffer, now: Date, idleSince: Date) {
  return db
    .selectFrom('staffSessions as e')
    .innerJoin('staff as s', 's.id', 'e.staffId')
    .leftJoin('publications as p', (join) => join.onTrue())
    .select([
      'e.id as sessionId',
      'e.state',
      'e.authenticatedAt',
      'e.lastSeenAt',
      's.id as staffId',
      's.name',
      's.address',
      's.role',
      's.language',
      'p.requireSecondFactor',
      hasFactor.as('hasFactor'),
    ])
    .where('e.tokenHash', '=', tokenHash)
    .where('e.expiresAt', '>', now)
    .where('e.lastSeenAt', '>', idleSince)
    .where('s.disabledAt', 'is', null)
    .executeTakeFirst();
}

const hasFactor = sql<boolean>`(
  exists (select from staff_totp t where t.staff_id = s.id and t.confirmed_at is not null)
  or exists (select from staff_passkeys k where k.staff_id = s.id))`;

/** Which of these sessions are live, with the role of whose they are. */
export function selectLiveSessions(db: Db, ids: number[], now: Date, idleSince: Date) {
  return db
    .selectFrom('staffSessions as e')
    .innerJoin('staff as s', 's.id', 'e.staffId')
    .select(['e.id as sessionId', 's.role'])
    .where('e.id', '=', sql<number>`any (${ids}::bigint[])`)
    .where('e.state', '=', 'open')
    .where('e.expiresAt', '>', now)
    .where('e.lastSeenAt', '>', idleSince)
    .where('s.disabledAt', 'is', null)
    .execute();
}

/** Notes that a session was seen. */
export async function touchSession(db: Db, id: number, now: Date, ip: string | null): Promise<void> {
  await db.updateTable('staffSessions').set({ lastSeenAt: now, ip }).where('id', '=', id).execute();
}

/** Ends one session by its token. */
export async function deleteSessionByToken(db: Db, tokenHash: Buffer): Promise<void> {
  await db.deleteFrom('staffSessions').where('tokenHash', '=', tokenHash).execute();
}

/** Ends one of somebody's sessions. */
export function deleteSession(db: Db, staffId: number, id: number) {
  return db
    .deleteFrom('staffSessions')
    .where('id', '=', id)
    .where('staffId', '=', staffId)
    .returning('id')
    .executeTakeFirst();
}

/** Ends all of somebody's sessions, but one where it is named. */
export async function deleteSessionsOf(db: Db, staffId: number, except: number | null): Promise<void> {
  let query = db.deleteFrom('staffSessions').where('staffId', '=', staffId);
  if (except !== null) query = query.where('id', '<>', except);
  await query.execute();
}

/** Somebody's live sessions, the one seen last first. */
export function selectSessionsOf(db: Db, staffId: number, now: Date, idleSince: Date) {
  return db
    .selectFrom('staffSessions')
    .select(['id', 'ip', 'userAgent', 'createdAt', 'lastSeenAt'])
    .where('staffId', '=', staffId)
    .where('state', '=', 'open')
    .where('expiresAt', '>', now)
    .where('lastSeenAt', '>', idleSince)
    .orderBy('lastSeenAt', 'desc')
    .execute();
}

/** Removes what is over. */
export async function deleteExpired(db: Db, now: Date, idleSince: Date): Promise<void> {
  await db
    .deleteFrom('staffSessions')
    .where((where) => where.or([where('expiresAt', '<', now), where('lastSeenAt', '<', idleSince)]))
    .execute();
  await db.deleteFrom('staffChallenges').where('expiresAt', '<', now).execute();
}

/** How many browsers somebody has signed in with. */
export async function countDevices(db: Db, staffId: number): Promise<number> {
  const row = await db
    .selectFrom('staffDevices')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('staffId', '=', staffId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Notes a browser; true where it is new to this person. */
export async function upsertDevice(db: Db, staffId: number, tokenHash: Buffer, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('staffDevices')
    .values({ staffId, tokenHash, createdAt: now, lastSeenAt: now })
    .onConflict((conflict) => conflict.columns(['staffId', 'tokenHash']).doUpdateSet({ lastSeenAt: now }))
    .returning(sql<boolean>`xmax = 0`.as('isNew'))
    .executeTakeFirstOrThrow();
  return row.isNew;
}
