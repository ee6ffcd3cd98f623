import type { Actor } from './actor.ts';
import type { Db } from '../db.ts';
import { demand } from './demand.ts';
import { type AuditFilter, selectAudit, selectAuditActions, selectLastRead } from './queries.ts';

export type { AuditFilter };

const pageSize = 50;
// No index finds a word in these texts, and 50,000 of long edits are read through in about a second.
const mostRead = 50_000;
const mostWords = 10;

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

export interface FoundAudit {
  entries: AuditEntry[];
  /** Where the next page begins; null where there is none. */
  older: number | null;
  /** How far back words were searched for, where that is not the end; what is older is the next page's. */
  readTo: Date | null;
}

/** What was done, the newest first, a page at a time. Words are searched for in so many lines a page. */
export async function searchAudit(
  db: Db,
  actor: Actor,
  filter: AuditFilter,
  most: number = mostRead,
): Promise<FoundAudit> {
  demand(actor, 'audit.see');
  const rows = (await selectAudit(db, filter, pageSize + 1, most)) as AuditEntry[];
  const entries = rows.slice(0, pageSize);
  if (rows.length > pageSize) return { entries, older: entries.at(-1)?.id ?? null, readTo: null };
  const last = filter.words.length === 0 ? undefined : await selectLastRead(db, filter, most);
  return { entries, older: last?.id ?? null, readTo: last?.at ?? null };
}

/** What somebody typed as the words to search for. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((word) => word !== ''))].slice(0, mostWords);
}

/** Every action that stands in the log, to choose from. */
export function listAuditActions(db: Db): Promise<string[]> {
  return selectAuditActions(db);
}
