import type { Db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { lockReport, selectReport, selectReports } from '../queries/reports.ts';
import type { IncomingKind } from './incoming.ts';

export interface ReportFilter {
  kind: IncomingKind | null;
  /** Only those that were kept for a person to look at. */
  unread: boolean;
  limit: number;
}

/** What came back, the newest first. */
export function listReports(db: Db, filter: ReportFilter) {
  return selectReports(db, filter);
}

/**
 * One report with its evidence, the mail that it came as among it.
 * @throws NotFound where there is no such report
 */
export async function showReport(db: Db, id: number) {
  const row = await selectReport(db, id);
  if (row === undefined) throw new NotFound(`there is no report ${id}; bounces list shows them`);
  const { raw, addressHash: _hash, inboundMailId: _mail, ...report } = row;
  return { ...report, mail: raw === null ? null : raw.toString('utf8') };
}

/** Whether a report was taken back; who would take it back now waits until the caller's transaction has ended. */
export async function isUndone(trx: Db, id: number): Promise<boolean> {
  const report = await lockReport(trx, id);
  return report !== undefined && report.undoneAt !== null;
}
