import type { Actor } from '../access/actor.ts';
import { changeOf, recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { readName } from './join.ts';
import { updateStaff } from './queries/people.ts';
import { deleteSessionsOf } from './queries/sessions.ts';
import { heldStaff, readDeskLanguage, type StaffMember, toMember } from './staff.ts';
import { endOneSession } from './sessions.ts';

/**
 * Changes what is somebody's own: their name, and the language that the desk speaks to them.
 * @throws InvalidInput for no name, or a language that the desk has not
 */
export function changeOwn(
  db: Db,
  actor: Actor,
  staffId: number,
  { name: given, language: wanted }: { name: string; language: string },
): Promise<StaffMember> {
  demand(actor, 'account.own');
  const name = readName(given);
  const language = readDeskLanguage(wanted);
  return db.transaction().execute(async (trx) => {
    const { name: oldName, language: oldLanguage } = await heldStaff(trx, staffId);
    const change = changeOf({ name: oldName, language: oldLanguage }, { name, language });
    const after = await updateStaff(trx, staffId, { name, language });
    await recordAudit(trx, actor, 'staff.change-own', `staff:${staffId}`, {}, change);
    return toMember(after);
  });
}

/** Ends one of somebody's own sessions, or, for null, all but the one they are in; what is not theirs stays. */
export async function endOwnSessions(
  db: Db,
  actor: Actor,
  { staffId, sessionId }: { staffId: number; sessionId: number },
  which: number | null,
): Promise<void> {
  demand(actor, 'account.own');
  await db.transaction().execute(async (trx) => {
    if (which === null) await deleteSessionsOf(trx, staffId, sessionId);
    else if (!(await endOneSession(trx, staffId, which))) return;
    const ended = which ?? 'all others';
    await recordAudit(trx, actor, 'staff.end-sessions', `staff:${staffId}`, { ended });
  });
}
