import type { Db } from '../db.ts';
import { confirmedQuery } from './queries/subscriptions.ts';

/** Who has confirmed a newsletter, as a query that editions compose on. */
export function confirmedAudience(db: Db, newsletterId: number) {
  return confirmedQuery(db, newsletterId);
}
