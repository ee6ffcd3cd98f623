import type { Db } from '../../db.ts';
import { NotFound } from '../../errors.ts';
import { lockPromise, selectPromises, selectPromisesOf } from '../queries/promises.ts';
import { holdBallot } from '../ballots/ballot.ts';
import { todayOf } from './today.ts';
import { say } from '../say.ts';

export type PromiseState = 'open' | 'overdue' | 'kept' | 'withdrawn';

/** What the newsroom said would come of a ballot. */
export interface TopicPromise {
  ballotId: number;
  slug: string;
  ballotTitle: string;
  /** The option that won. */
  option: string;
  position: number;
  reporter: string;
  /** A day, in the publication's zone. */
  dueOn: string;
  state: PromiseState;
  article: { title: string; url: string } | null;
  reason: string;
}

type Row = Awaited<ReturnType<typeof selectPromises>>[number];

/** Promises, those to be kept first. */
export async function listPromises(db: Db, now: Date, limit = 50): Promise<TopicPromise[]> {
  const today = await todayOf(db, now);
  return (await selectPromises(db, limit)).map((row) => toPromise(row, today));
}

/** The promise that came of a ballot, or null. */
export async function promiseOf(db: Db, ballotId: number, now: Date): Promise<TopicPromise | null> {
  const [row] = await selectPromisesOf(db, [ballotId]);
  return row === undefined ? null : toPromise(row, await todayOf(db, now));
}

function toPromise({ state, articleUrl, articleTitle, ...row }: Row, today: string): TopicPromise {
  const { ballotId, slug, ballotTitle, option, position, reporter, dueOn, reason } = row;
  const isOverdue = state === 'open' && dueOn < today;
  return {
    ballotId,
    slug,
    ballotTitle,
    option,
    position,
    reporter,
    dueOn,
    state: isOverdue ? 'overdue' : (state as PromiseState),
    article: articleUrl === null ? null : { title: articleTitle ?? articleUrl, url: articleUrl },
    reason,
  };
}

/**
 * A ballot and its promise, held until the transaction ends.
 * @throws NotFound where nothing was promised
 */
export async function holdPromise(trx: Db, slug: string) {
  const ballot = await holdBallot(trx, slug);
  const promise = await lockPromise(trx, ballot.id);
  if (promise === undefined) throw new NotFound(say.nothingPromised(JSON.stringify(slug)));
  return promise;
}
