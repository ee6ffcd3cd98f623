import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../access/actor.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import type { Ballot } from '../topics/ballots/ballot.ts';
import { editBallot } from '../topics/ballots/edit-ballot.ts';
import type { BallotChange } from '../topics/ballots/values.ts';
import { selectCarriers } from './queries/revisions.ts';
import { ballotBlock } from './show-ballot.ts';

/**
 * Changes a ballot that is a draft. What readers are shown of it stays once an approved edition carries it: what was
 * approved is what goes out, and what has gone out is what is voted on.
 * @throws Conflict naming the edition; else as `editBallot`
 */
export function changeBallot(
  db: Db,
  actor: Actor,
  slug: string,
  change: BallotChange,
  now: Date = new Date(),
): Promise<Ballot> {
  return editBallot(db, actor, slug, change, refuseWhereApproved, now);
}

async function refuseWhereApproved(trx: Db, before: Ballot, after: Ballot): Promise<void> {
  if (isDeepStrictEqual(shownOf(before), shownOf(after))) return;
  const [carrier] = await selectCarriers(trx, `ballot:${before.id}`, before.createdAt);
  if (carrier === undefined) return;
  const { id, state } = carrier;
  const slug = JSON.stringify(before.slug);
  throw new Conflict(
    state === 'launched'
      ? `the ballot ${slug} has gone out with edition ${id}, and stays as readers have it; void it and add another`
      : `the ballot ${slug} stands in edition ${id}, which is approved as it is; take that approval back first (broadsheet editions hold ${id}), and approve it again afterwards`,
  );
}

function shownOf(ballot: Ballot): object {
  return ballotBlock(ballot, { language: 'en', timeZone: 'UTC' }, '');
}
