import type { Actor } from './actor.ts';
import type { Db } from '../db.ts';
import { demand } from './demand.ts';
import { type AuditFilter, selectAudit, selectAuditActions } from './queries.ts';

export type { AuditFilter };

const pageSize = 50;

/** A line of the log. */
export interface AuditEntry {
  id: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What was done, the newest first, a page at a time; `older` is where the next one begins, null where there is none. */
export async function searchAudit(
  db: Db,
  actor: Actor,
  filter: AuditFilter,
): Promise<{ entries: AuditEntry[]; older: number | null }> {
  demand(actor, 'audit.see');
  const rows = (await selectAudit(db, filter, pageSize + 1)) as AuditEntry[];
  const entries = rows.slice(0, pageSize);
  return { entries, older: rows.length > pageSize ? (entries.at(-1)?.id ?? null) : null };
}

/** Every action that stands in the log, to choose from. */
export function listAuditActions(db: Db): Promise<string[]> {
  return selectAuditActions(db);
}
