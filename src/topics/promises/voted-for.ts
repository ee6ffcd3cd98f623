import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { findBallotById } from '../ballots/ballot.ts';
import { ballotKeys } from '../ballots/keys.ts';
import { selectKeptBy, selectKeptSince, selectPromisesOf } from '../queries/promises.ts';
import { selectVotersFor } from '../queries/votes.ts';

/**
 * Segments of those who voted for what articles are about, by the articles' addresses. The name of one names a ballot
 * and an option, and nobody.
 */
export async function votedSegments(db: Db, urls: string[]): Promise<Map<string, string>> {
  const kept = await selectKeptBy(db, urls);
  return new Map(
    kept.flatMap(({ articleUrl, ballotId, position, salt }) =>
      articleUrl === null || salt === null ? [] : [[articleUrl, `voted:${ballotId}.${position}`] as const],
    ),
  );
}

// What is older is no news, and no mail must ask for ever who voted.
const newsDays = 60;

/** What was kept lately, with the segment of those who voted for it. */
export async function keptLately(db: Db, now: Date = new Date()) {
  const kept = await selectKeptSince(db, new Date(now.getTime() - newsDays * 86_400_000));
  return kept.flatMap(({ ballotId, position, articleUrl: url, articleTitle, option, reporter, salt }) =>
    url === null || salt === null
      ? []
      : [{ segment: `voted:${ballotId}.${position}`, title: articleTitle ?? option, url, reporter }],
  );
}

/** Whether a reader is shown a segment. */
export type IsShown = (subscriberId: number) => boolean;

/**
 * Who is shown a segment of `votedSegments`: decided in memory, by a keyed hash for each reader, and kept nowhere. Nobody
 * is for what was not promised and kept: a mail must not be a way to ask. Null for a segment of another kind.
 */
export async function loadVotedSegment(
  { db, config }: Pick<Services, 'db' | 'config'>,
  segment: string,
): Promise<IsShown | null> {
  const [, ballotId, position] = /^voted:(\d{1,15})\.(\d{1,2})$/.exec(segment) ?? [];
  if (ballotId === undefined) return null;
  const ballot = await findBallotById(db, Number(ballotId));
  const keys = ballot && ballotKeys(config, ballot);
  const [promise] = await selectPromisesOf(db, [Number(ballotId)]);
  const isKept = promise?.state === 'kept' && promise.position === Number(position);
  if (ballot === null || keys === null || !isKept) return () => false;
  const voters = new Set((await selectVotersFor(db, ballot.id, Number(position))).map(hex));
  return (subscriberId) => voters.has(hex(keys.voterOf(subscriberId)));
}

function hex(voter: Buffer): string {
  return voter.toString('hex');
}
