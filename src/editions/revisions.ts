import type { Db } from '../db.ts';
import { selectRevision } from './queries/revisions.ts';

/** The hash of a frozen text, which says exactly what it is. */
export async function hashOfRevision(db: Db, id: number): Promise<string | null> {
  return (await selectRevision(db, id))?.hash ?? null;
}
