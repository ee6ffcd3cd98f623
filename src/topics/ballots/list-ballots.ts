import type { Db } from '../../db.ts';
import { selectBallots, selectOptions } from '../queries/ballots.ts';
import { countVotes } from '../queries/votes.ts';
import { type Ballot, type BallotState, requireBallot, toBallot } from './ballot.ts';

/** Ballots of these states, the newest first. */
export async function listBallots(db: Db, states: BallotState[], limit = 50): Promise<Ballot[]> {
  const rows = await selectBallots(db, states, limit);
  const options = await selectOptions(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toBallot(row, options));
}

/** A ballot as staff may see it: while it is open, how many votes are in, and for nothing what. */
export async function showBallot(db: Db, slug: string) {
  const ballot = await requireBallot(db, slug);
  const { id, state, title, question, opensAt, closesAt, openedAt, closedAt, maxChoices, live, teaser } =
    ballot;
  const isClosed = state === 'closed';
  return {
    id,
    slug,
    state,
    title,
    question,
    opensAt,
    closesAt,
    openedAt,
    closedAt,
    maxChoices,
    tierIds: ballot.tierIds,
    complimentary: ballot.complimentary,
    live,
    teaser,
    voidReason: ballot.voidReason,
    votes: isClosed ? ballot.votes : await countVotes(db, id),
    eligible: ballot.eligible,
    winner: ballot.winner,
    winnerChosenBy: ballot.winnerChosenBy,
    byTier: ballot.byTier,
    options: ballot.options.map(({ position, title: option, details, topicId, votes }) => ({
      position,
      title: option,
      details,
      topicId,
      votes: isClosed ? votes : null,
    })),
  };
}
