import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { lockReport, markUndone } from '../queries/reports.ts';
import { liftByIds, selectSuppressions } from '../queries/suppressions.ts';

export interface Undone {
  id: number;
  address: string | null;
  /** The reason of the suppression that was lifted, or null where this report had made none that still stood. */
  lifted: string | null;
  /** The reasons of what still stops the address. */
  left: string[];
}

/**
 * Takes back what a report did: lifts the suppression that it made, and counts it no more. A subscription that it ended
 * stays ended: only the person begins it again.
 * @throws NotFound where there is no such report
 * @throws Conflict where it was undone before
 */
export function undoReport(db: Db, actor: Actor, id: number, now: Date = new Date()): Promise<Undone> {
  return db.transaction().execute(async (trx) => {
    const report = await lockReport(trx, id);
    if (report === undefined) throw new NotFound(`there is no report ${id}; bounces list shows them`);
    if (report.undoneAt !== null)
      throw new Conflict(`report ${id} was undone at ${report.undoneAt.toISOString()} by ${report.undoneBy}`);
    const by = describeActor(actor);
    const live = report.addressHash === null ? [] : await selectSuppressions(trx, report.addressHash);
    const made = live.find((one) => one.id === report.suppressionId);
    if (made !== undefined) await liftByIds(trx, [made.id], by);
    await markUndone(trx, id, by, now);
    const lifted = made?.reason ?? null;
    await recordAudit(trx, actor, 'report.undo', `report:${id}`, { lifted });
    const left = live.filter((one) => one !== made).map(({ reason }) => reason);
    return { id, address: report.address, lifted, left };
  });
}
