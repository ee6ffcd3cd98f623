import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Role } from '../access/permissions.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import { revokeInvitationsOf } from './queries/invitations.ts';
import { holdOwners, updateStaff } from './queries/people.ts';
import { endSignIns } from './queries/sign-ins.ts';
import { endSessionsOf } from './sessions.ts';
import { heldStaff, type StaffMember, toMember } from './staff.ts';
import { say } from './say.ts';

/**
 * Gives somebody another role. Whoever sits there signs in anew: what they see is by their new rights.
 * @throws Conflict for the last owner; NotFound
 */
export function setRole(
  db: Db,
  actor: Actor,
  staffId: number,
  role: Role,
  now: Date = new Date(),
): Promise<StaffMember> {
  demand(actor, 'staff.change', now);
  return db.transaction().execute(async (trx) => {
    if (role !== 'owner') await keepAnOwner(trx, staffId);
    const before = await heldStaff(trx, staffId);
    if (before.role === role) return toMember(before);
    await endSessionsOf(trx, staffId);
    const after = await updateStaff(trx, staffId, { role });
    const change = changeOf({ role: before.role }, { role });
    await recordAudit(trx, actor, 'staff.set-role', `staff:${staffId}`, {}, change);
    return toMember(after);
  });
}

/**
 * Lets somebody in no more, at once: their sessions and links end.
 * @throws Conflict for the last owner; NotFound
 */
export function disable(db: Db, actor: Actor, staffId: number, now: Date = new Date()): Promise<StaffMember> {
  demand(actor, 'staff.change', now);
  return db.transaction().execute(async (trx) => {
    await keepAnOwner(trx, staffId);
    const before = await heldStaff(trx, staffId);
    if (before.disabledAt !== null) return toMember(before);
    await endSessionsOf(trx, staffId);
    await endSignIns(trx, staffId, now);
    await revokeInvitationsOf(trx, before.addressKey, null, now);
    const after = await updateStaff(trx, staffId, { disabledAt: now });
    const change = { before: { disabled: false }, after: { disabled: true } };
    await recordAudit(trx, actor, 'staff.disable', `staff:${staffId}`, {}, change);
    return toMember(after);
  });
}

/**
 * Lets somebody in again, with what role and second factor they had.
 * @throws NotFound
 */
export function enable(db: Db, actor: Actor, staffId: number, now: Date = new Date()): Promise<StaffMember> {
  demand(actor, 'staff.change', now);
  return db.transaction().execute(async (trx) => {
    const before = await heldStaff(trx, staffId);
    if (before.disabledAt === null) return toMember(before);
    const after = await updateStaff(trx, staffId, { disabledAt: null });
    const change = { before: { disabled: true }, after: { disabled: false } };
    await recordAudit(trx, actor, 'staff.enable', `staff:${staffId}`, {}, change);
    return toMember(after);
  });
}

/** Without an owner nobody could give a role to anybody. */
async function keepAnOwner(trx: Db, staffId: number): Promise<void> {
  const owners = await holdOwners(trx);
  if (owners.length === 1 && owners[0]?.id === staffId) throw new Conflict(say.lastOwner);
}
