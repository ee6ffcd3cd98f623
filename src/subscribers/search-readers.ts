import type { Actor } from '../access/actor.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type ReaderFilter, selectReaders } from './queries/search.ts';

const pageSize = 50;

export type { ReaderFilter };
export type FoundReader = Awaited<ReturnType<typeof selectReaders>>[number];

/** People by address or name, the newest first, a page at a time; `older` is where the next one begins. */
export async function searchReaders(
  db: Db,
  actor: Actor,
  filter: ReaderFilter,
): Promise<{ readers: FoundReader[]; older: number | null }> {
  demand(actor, 'subscribers.see');
  const asked = { ...filter, text: cleanLine(filter.text, 254) };
  const rows = await selectReaders(db, asked, pageSize + 1);
  const readers = rows.slice(0, pageSize);
  return { readers, older: rows.length > pageSize ? (readers.at(-1)?.id ?? null) : null };
}
