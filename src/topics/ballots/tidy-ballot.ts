import type { Services } from '../../services.ts';
import { updateBallot, updateTold } from '../queries/ballots.ts';
import { hasOrder, rewriteVotes } from '../queries/votes.ts';
import { type Ballot, holdBallotById } from './ballot.ts';
import { tallyBallot } from './tally.ts';

// Between two live totals that differ by fewer votes, somebody who knows who voted meanwhile could tell for what.
const toldEvery = 5;

/**
 * Takes out of an open ballot's votes the order in which they came, and tells its live totals anew where enough have
 * come since.
 */
export async function tidyBallot(
  { db, config }: Pick<Services, 'db' | 'config'>,
  ballotId: number,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ballot = await holdBallotById(trx, ballotId);
    if (ballot.state !== 'open') return;
    if (await hasOrder(trx, ballotId)) await rewriteVotes(trx, ballotId);
    await updateBallot(trx, ballotId, { shuffledAt: now });
    if (!ballot.live) return;
    const { votes, counts } = await tallyBallot({ db: trx, config }, ballot, now);
    if (Math.abs(votes - toldVotes(ballot)) >= toldEvery) await updateTold(trx, ballotId, { votes, counts });
  });
}

function toldVotes({ told }: Ballot): number {
  return (told as { votes: number } | null)?.votes ?? 0;
}
