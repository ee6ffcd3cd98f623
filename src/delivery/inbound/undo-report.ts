import { type Actor, describeActor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { Conflict, NotFound } from '../../errors.ts';
import { lockReport, lockReported, markUndone, type ReportRow } from '../queries/reports.ts';
import { liftByIds, selectSuppressions } from '../queries/suppressions.ts';
import { reinstateRows, selectMade, selectUpholding } from '../queries/undo.ts';
import { reportActor } from './report-actor.ts';

export interface Undone {
  id: number;
  address: string | null;
  /** The reason of the suppression that was lifted, or null where this report had made none that still stood. */
  lifted: string | null;
  /** The reasons of what still stops the address; where another report upholds it, which. */
  left: string[];
  /** Deliveries of sends that go on, which wait again. */
  restored: number;
}

/**
 * Takes back what a report did: lifts the suppression that it made, unless another report says the same, gives back what
 * that had withdrawn of sends that go on, and counts it no more. A subscription that it ended stays ended, and so does
 * what that withdrew: only the person begins it again.
 * @throws NotFound where there is no such report
 * @throws Conflict where it was undone before
 */
export function undoReport(db: Db, actor: Actor, id: number, now: Date = new Date()): Promise<Undone> {
  demand(actor, 'subscribers.change');
  return db.transaction().execute(async (trx) => {
    const report = await lockStanding(trx, id);
    const { addressHash, suppressionId } = report;
    const by = describeActor(actor);
    const live = addressHash === null ? [] : await selectSuppressions(trx, addressHash);
    const upholding = suppressionId === null ? null : await selectUpholding(trx, suppressionId, id);
    const made =
      upholding === null ? await selectMade(trx, { suppressionId }, describeActor(reportActor(id))) : [];
    const ids = made.map((one) => one.id);
    await liftByIds(trx, ids, by);
    await markUndone(trx, id, by, now);
    const lifted = made[0]?.reason ?? null;
    const restored = await restore(trx, report, lifted);
    await recordAudit(trx, actor, 'report.undo', `report:${id}`, { lifted, restored });
    const left = live
      .filter((one) => !ids.includes(one.id))
      .map((one) =>
        upholding !== null && one.id === suppressionId
          ? `${one.reason} (report ${upholding} stands)`
          : one.reason,
      );
    return { id, address: report.address, lifted, left, restored };
  });
}

async function lockStanding(trx: Db, id: number): Promise<ReportRow> {
  const report = await lockReport(trx, id);
  if (report === undefined) throw new NotFound(`there is no report ${id}; bounces list shows them`);
  if (report.undoneAt !== null)
    throw new Conflict(`report ${id} was undone at ${report.undoneAt.toISOString()} by ${report.undoneBy}`);
  // Another report about the address, at this moment, is decided before or after it.
  if (report.addressHash !== null) await lockReported(trx, report.addressHash);
  return report;
}

/** An unsubscribe ends the subscription with it, which stays ended: of that nothing is given back. */
async function restore(
  trx: Db,
  { id, subscriberId, addressHash }: ReportRow,
  reason: string | null,
): Promise<number> {
  if (reason === null || reason === 'unsubscribed' || subscriberId === null || addressHash === null) return 0;
  return reinstateRows(trx, { subscriberId, addressHash, reason, why: `report ${id} was undone` });
}
