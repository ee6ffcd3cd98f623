import type { RawBuilder } from 'kysely';
import type { Db } from '../db.ts';
import { votingQuery } from './queries/voters.ts';

/**
 * Memberships that give a vote in what was opened at `opening`, judged as of `at`, as a query to compose on: who, of
 * which tier, on which rail. A person may be in it more than once.
 */
export function votingMemberships(db: Db, opening: Date | RawBuilder<Date>, at: Date) {
  return votingQuery(db, opening, at);
}
