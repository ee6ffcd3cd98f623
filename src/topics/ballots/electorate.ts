import type { Db } from '../../db.ts';
import {
  type Electorate,
  isVoter,
  openVotersQuery,
  selectBallotsOfTier,
  selectVoters,
} from '../queries/voters.ts';
import type { Ballot } from './ballot.ts';

/** Whether one person may vote in a ballot that is open. */
export async function mayVote(db: Db, ballot: Ballot, subscriberId: number, at: Date): Promise<boolean> {
  return ballot.openedAt !== null && isVoter(db, electorateOf(ballot, ballot.openedAt, at), subscriberId);
}

/** Everybody whose vote counts as of then, once each, with one of their tiers. */
export function listVoters(
  db: Db,
  ballot: Ballot,
  at: Date,
): Promise<Array<{ subscriberId: number; tier: string }>> {
  return ballot.openedAt === null
    ? Promise.resolve([])
    : selectVoters(db, electorateOf(ballot, ballot.openedAt, at));
}

/** Those who may vote in a ballot, as a query that editions compose on; nobody where it is not open. */
export function voterAudience(db: Db, ballotId: number, now: Date) {
  return openVotersQuery(db, ballotId, now);
}

/**
 * Which of these ballots, by their ids, are for the patrons of a tier, as the audience of an open one has it; null: of no
 * tier. A draft is for those whom it will be open to.
 */
export async function ballotsOfTier(db: Db, ids: number[], tier: string | null): Promise<number[]> {
  return ids.length === 0 ? [] : selectBallotsOfTier(db, ids, tier);
}

function electorateOf({ tierIds, complimentary }: Ballot, opening: Date, at: Date): Electorate {
  return { opening, at, tierIds, complimentary };
}
