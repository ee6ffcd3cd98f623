import type { Services } from '../../services.ts';
import { updateBallot, updateTold } from '../queries/ballots.ts';
import { hasOrder, rewriteVotes } from '../queries/votes.ts';
import { holdBallotById } from './ballot.ts';
import type { LiveTotals } from './results.ts';
import { tallyBallot } from './tally.ts';

// Between two totals that differ by fewer votes, somebody who knows who voted meanwhile could tell for what.
const toldEvery = 5;

/**
 * Takes out of an open ballot's votes the order in which they came, and tells its live totals anew where enough have
 * come since. What is told is one step behind, so that the result at the close is as far from it as well.
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
    const { next = null } = (ballot.told ?? {}) as Partial<LiveTotals>;
    if (Math.abs(votes - (next?.votes ?? 0)) >= toldEvery)
      await updateTold(trx, ballotId, { shown: next, next: { votes, counts } });
  });
}
