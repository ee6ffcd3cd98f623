import type { Db } from '../../src/db.ts';

/** The newest line of the log about an act, and about one thing where it is named. */
export function lastLine(db: Db, action: string, subject?: string) {
  let query = db
    .selectFrom('auditLog')
    .select(['actor', 'subject', 'detail', 'before', 'after'])
    .where('action', '=', action)
    .orderBy('id', 'desc');
  if (subject !== undefined) query = query.where('subject', '=', subject);
  return query.executeTakeFirstOrThrow();
}
