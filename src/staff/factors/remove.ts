import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { loadPublication } from '../../publication/publication.ts';
import { deletePasskeys, deleteTotp, replaceRecoveryCodes } from '../queries/factors.ts';
import { endSessionsOf } from '../sessions.ts';
import { heldStaff } from '../staff.ts';
import { factorsOf } from './factors.ts';
import { say } from '../say.ts';

/**
 * Removes one's own app for codes.
 * @throws Conflict where it is the last second factor and one is required; NotFound
 */
export function removeTotp(db: Db, actor: Actor, staffId: number): Promise<void> {
  return remove(db, actor, staffId, async (trx) => {
    if ((await deleteTotp(trx, staffId)) === undefined) throw new NotFound(say.noApp);
    await recordAudit(trx, actor, 'staff.remove-totp', `staff:${staffId}`);
  });
}

/**
 * Removes one of one's own passkeys.
 * @throws Conflict where it is the last second factor and one is required; NotFound
 */
export function removePasskey(db: Db, actor: Actor, staffId: number, id: number): Promise<void> {
  return remove(db, actor, staffId, async (trx) => {
    if ((await deletePasskeys(trx, staffId, id)).length === 0) throw new NotFound(say.noPasskey);
    await recordAudit(trx, actor, 'staff.remove-passkey', `staff:${staffId}`);
  });
}

/** Where nothing is left that recovery codes stand in for, they go too. */
function remove(db: Db, actor: Actor, staffId: number, act: (trx: Db) => Promise<void>): Promise<void> {
  demand(actor, 'account.secure');
  return db.transaction().execute(async (trx) => {
    await heldStaff(trx, staffId);
    await act(trx);
    const { totp, passkeys } = await factorsOf(trx, staffId);
    if (totp || passkeys > 0) return;
    if ((await loadPublication(trx))?.requireSecondFactor) throw new Conflict(say.lastFactor);
    await replaceRecoveryCodes(trx, staffId, []);
  });
}

/**
 * Takes all second factors from somebody who has lost theirs: they sign in by mail alone and set up new ones.
 * @throws NotFound
 */
export async function resetFactors(db: Db, actor: Actor, staffId: number): Promise<void> {
  demand(actor, 'staff.change');
  await db.transaction().execute(async (trx) => {
    await heldStaff(trx, staffId);
    await deleteTotp(trx, staffId);
    const passkeys = await deletePasskeys(trx, staffId, null);
    await replaceRecoveryCodes(trx, staffId, []);
    await endSessionsOf(trx, staffId);
    await recordAudit(trx, actor, 'staff.reset-second-factor', `staff:${staffId}`, {
      passkeys: passkeys.length,
    });
  });
}
