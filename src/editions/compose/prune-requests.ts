import type { Db } from '../../db.ts';
import { deleteRequestsBefore } from '../queries/changes.ts';

// A device may keep what was written in it for a while before it has a connection again.
const keptMs = 60 * 86_400_000;

/** Forgets what came of requests that nobody sends again. */
export async function pruneRequests(db: Db, now: Date): Promise<void> {
  await deleteRequestsBefore(db, new Date(now.getTime() - keptMs));
}
