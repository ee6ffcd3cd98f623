import { createHmac, type Hmac, hkdfSync } from 'node:crypto';
import type { Config } from '../../config.ts';
import type { VoteRow } from '../queries/votes.ts';
import type { Ballot } from './ballot.ts';

/** What a ballot's votes are kept under. */
export interface BallotKeys {
  /** What stands in the place of a voter. */
  voterOf(subscriberId: number): Buffer;
  /** What vouches for one vote. */
  markOf(voter: Buffer, choices: number[]): Buffer;
  /** What vouches for all of them together. */
  sealOf(votes: VoteRow[]): Buffer;
}

const keyBytes = 32;
const markBytes = 16;

/**
 * The keys of one ballot, or null once its salt is gone. From the key that is never rotated, so that a vote can be
 * changed and checked for as long as the ballot lives, and from the salt, so that it ends with it.
 */
export function ballotKeys(
  { suppressionKey }: Pick<Config, 'suppressionKey'>,
  { id, salt }: Pick<Ballot, 'id' | 'salt'>,
): BallotKeys | null {
  if (salt === null) return null;
  const key = Buffer.from(hkdfSync('sha256', suppressionKey, salt, `broadsheet ballot ${id}`, keyBytes));
  const begin = (name: string): Hmac => createHmac('sha256', key).update(`${name}\0`);
  return {
    voterOf: (subscriberId) => begin('voter').update(String(subscriberId)).digest(),
    markOf: (voter, choices) =>
      begin('mark').update(voter).update(choices.join(',')).digest().subarray(0, markBytes),
    sealOf: (votes) => {
      const seal = begin('seal');
      for (const { voter, choices } of inOrder(votes)) seal.update(voter).update(`${choices.join(',')};`);
      return seal.digest();
    },
  };
}

function inOrder(votes: VoteRow[]): VoteRow[] {
  return votes.toSorted((one, other) => Buffer.compare(one.voter, other.voter));
}
