import type { Services } from '../../services.ts';
import { selectVote, upsertVote } from '../queries/votes.ts';
import { type Ballot, keepBallot } from './ballot.ts';
import { mayVote } from './electorate.ts';
import { ballotKeys } from './keys.ts';

/** What became of a vote: it is in, or why not. */
export type VoteOutcome = 'in' | 'over' | 'not-yours' | 'none' | 'too-many';

/**
 * Takes a vote, in the place of one that its voter gave before. Neither a time nor a log line is kept of it.
 * @param choices positions of options; what is no option of the ballot is left out
 */
export async function castVote(
  { db, config }: Pick<Services, 'db' | 'config'>,
  ballotId: number,
  subscriberId: number,
  choices: number[],
  now: Date = new Date(),
): Promise<VoteOutcome> {
  return db.transaction().execute(async (trx) => {
    const ballot = await keepBallot(trx, ballotId);
    const keys = ballotKeys(config, ballot);
    if (ballot.state !== 'open' || ballot.closesAt <= now || keys === null) return 'over';
    if (!(await mayVote(trx, ballot, subscriberId, now))) return 'not-yours';
    const chosen = ballot.options
      .map(({ position }) => position)
      .filter((position) => choices.includes(position));
    if (chosen.length === 0) return 'none';
    if (chosen.length > ballot.maxChoices) return 'too-many';
    const voter = keys.voterOf(subscriberId);
    await upsertVote(trx, ballot.id, { voter, choices: chosen, mark: keys.markOf(voter, chosen) });
    return 'in';
  });
}

/** What one person chose, for that person alone; null where they have not voted, or nobody can tell any more. */
export async function ownVote(
  { db, config }: Pick<Services, 'db' | 'config'>,
  ballot: Ballot,
  subscriberId: number,
): Promise<number[] | null> {
  const keys = ballotKeys(config, ballot);
  if (keys === null) return null;
  const vote = await selectVote(db, ballot.id, keys.voterOf(subscriberId));
  return vote?.choices.map(Number) ?? null;
}
