import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import type { Services } from '../../services.ts';
import { selectVotes } from '../queries/votes.ts';
import { type Ballot, requireBallot } from './ballot.ts';
import { ballotKeys } from './keys.ts';
import { countChoices } from './tally.ts';

export interface Recount {
  slug: string;
  state: Ballot['state'];
  votes: number;
  /** Votes that were changed or added behind the product's back; null where nobody can tell any more. */
  forged: number | null;
  /** Whether these are the very votes that made the result; null before there is one, or where nobody can tell. */
  sealed: boolean | null;
  /** Told only once it is closed: a count before and one after somebody's vote would say what it was. */
  options: Array<{ option: string; kept: number; counted: number }> | null;
  /** Everything is as it was. */
  sound: boolean;
}

/** Counts a ballot's votes again and holds them against what was written down. */
export async function recountBallot(
  { db, config }: Pick<Services, 'db' | 'config'>,
  actor: Actor,
  slug: string,
): Promise<Recount> {
  demand(actor, 'topics.decide');
  const ballot = await requireBallot(db, slug);
  const votes = await selectVotes(db, ballot.id);
  const keys = ballotKeys(config, ballot);
  const isForged = ({ voter, choices, mark }: (typeof votes)[number]): boolean =>
    keys !== null && !keys.markOf(voter, choices).equals(mark);
  const forged = keys === null ? null : votes.filter(isForged).length;
  const isClosed = ballot.state === 'closed';
  const sealed = isClosed && keys !== null ? ballot.seal?.equals(keys.sealOf(votes)) === true : null;
  const options = isClosed ? compare(ballot, countChoices(votes, ballot.options.length)) : null;
  const isSame = options?.every(({ kept, counted }) => kept === counted) ?? true;
  const hasAll = !isClosed || votes.length === ballot.votes;
  const sound = (forged ?? 0) === 0 && sealed !== false && isSame && hasAll;
  await recordAudit(db, actor, 'ballot.recount', `ballot:${ballot.id}`, { slug, sound });
  return { slug, state: ballot.state, votes: votes.length, forged, sealed, options, sound };
}

function compare({ options }: Ballot, counts: number[]) {
  return options.map(({ title, votes }, index) => ({
    option: title,
    kept: votes ?? 0,
    counted: counts[index] ?? 0,
  }));
}
