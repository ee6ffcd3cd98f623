import type { Db } from '../db.ts';
import { selectSkipped } from './queries/runs.ts';
import { selectEditions } from './queries/editions.ts';

/** The newest editions, and the newest runs that made none, with their reasons. */
export async function listEditions(db: Db, newsletterId: number | null, limit: number) {
  const [editions, skipped] = await Promise.all([
    selectEditions(db, newsletterId, limit),
    selectSkipped(db, newsletterId, limit),
  ]);
  return { editions, skipped };
}
