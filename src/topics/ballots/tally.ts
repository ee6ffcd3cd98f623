import type { Services } from '../../services.ts';
import { selectVotes, type VoteRow } from '../queries/votes.ts';
import type { Ballot } from './ballot.ts';
import { listVoters } from './electorate.ts';
import { ballotKeys } from './keys.ts';

/** A vote that counts, while the tally is made; this pair is never written anywhere. */
export interface Counted {
  tier: string;
  choices: number[];
}

export interface Tally {
  /** So many votes count, of so many who may vote. */
  votes: number;
  eligible: number;
  /** By the options' order. */
  counts: number[];
  /** Votes of people who may not vote, or not any more. */
  left: VoteRow[];
  kept: VoteRow[];
  counted: Counted[];
  /** Votes that were not written by this product, or were changed behind its back: they do not count. */
  forged: number;
}

/**
 * Counts a ballot's votes as of then. Who may vote is read from memberships and payments each time, so a payment that
 * was given back takes its vote along, and one that was won back brings it again.
 */
export async function tallyBallot(
  { db, config }: Pick<Services, 'db' | 'config'>,
  ballot: Ballot,
  at: Date,
): Promise<Tally> {
  const keys = ballotKeys(config, ballot);
  if (keys === null) throw new TypeError(`ballot ${ballot.id} has no salt any more`);
  const [voters, votes] = [await listVoters(db, ballot, at), await selectVotes(db, ballot.id)];
  const tiers = new Map(voters.map(({ subscriberId, tier }) => [hex(keys.voterOf(subscriberId)), tier]));
  const genuine = new Set(
    votes.filter(({ voter, choices, mark }) => keys.markOf(voter, choices).equals(mark)),
  );
  const counts = (vote: VoteRow): boolean => genuine.has(vote) && tiers.has(hex(vote.voter));
  const kept = votes.filter(counts);
  return {
    votes: kept.length,
    eligible: voters.length,
    counts: countChoices(kept, ballot.options.length),
    left: votes.filter((vote) => !counts(vote)),
    kept,
    counted: kept.map(({ voter, choices }) => ({ tier: tiers.get(hex(voter)) ?? '', choices })),
    forged: votes.length - genuine.size,
  };
}

/** How often each option was chosen. */
export function countChoices(votes: Array<Pick<VoteRow, 'choices'>>, options: number): number[] {
  const counts = Array.from({ length: options }, () => 0);
  for (const { choices } of votes)
    for (const position of choices) counts[position - 1] = (counts[position - 1] ?? 0) + 1;
  return counts;
}

function hex(voter: Buffer): string {
  return voter.toString('hex');
}
