import type { Insertable } from 'kysely';
import type { Db } from '../../db.ts';
import type { StaffInvitations } from '../../db-schema.ts';

/** Opens an invitation. */
export function insertInvitation(db: Db, values: Insertable<StaffInvitations>) {
  return db.insertInto('staffInvitations').values(values).returningAll().executeTakeFirstOrThrow();
}

/** One invitation. */
export function selectInvitation(db: Db, id: number) {
  return db.selectFrom('staffInvitations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Those that can still be used, the newest first. */
export function selectOpenInvitations(db: Db, now: Date) {
  return db
    .selectFrom('staffInvitations')
    .selectAll()
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('id', 'desc')
    .execute();
}

/** Takes an invitation back; nothing where it was used or taken back. */
export function revokeInvitation(db: Db, id: number, now: Date) {
  return db
    .updateTable('staffInvitations')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Takes back what an address was offered before, or, for none, what was offered to whoever holds the link. */
export async function revokeInvitationsOf(
  db: Db,
  addressKey: string | null,
  invitedBy: string | null,
  now: Date,
): Promise<void> {
  let query = db
    .updateTable('staffInvitations')
    .set({ revokedAt: now })
    .where('addressKey', 'is not distinct from', addressKey)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null);
  if (invitedBy !== null) query = query.where('invitedBy', '=', invitedBy);
  await query.execute();
}

/** Uses an invitation, once; nothing where it was used, taken back, or is too old. */
export function useInvitation(trx: Db, id: number, now: Date) {
  return trx
    .updateTable('staffInvitations')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst();
}

/** Notes who came of an invitation. */
export async function noteInvited(trx: Db, id: number, staffId: number): Promise<void> {
  await trx.updateTable('staffInvitations').set({ usedBy: staffId }).where('id', '=', id).execute();
}
