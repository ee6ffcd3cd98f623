import { type Request, type Response, Router } from 'express';
import { type Db, databaseTime } from '../db.ts';
import { NotFound } from '../errors.ts';
import { listField } from '../http/fields.ts';
import type { Limit, Limits } from '../http/limits.ts';
import { listTiers } from '../memberships/tiers.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { form, loadFrame } from '../subscribers/http-parts.ts';
import { type Ballot, findBallot } from './ballots/ballot.ts';
import { castVote, ownVote, type VoteOutcome } from './ballots/cast-vote.ts';
import { mayVote } from './ballots/electorate.ts';
import { listBallots } from './ballots/list-ballots.ts';
import { ballotPage, type BallotView } from './pages/ballot-page.ts';
import { ballotsPage } from './pages/ballots-page.ts';
import { type Dates, datesIn } from './pages/dates.ts';
import { topicWords } from './pages/words.ts';
import { listPromises, promiseOf } from './promises/promise.ts';
import { type Viewer, viewerOf } from './viewer.ts';

export const limitOfVotes: Limit & { by: 'address' } = {
  name: 'votes',
  points: 120,
  seconds: 3600,
  by: 'address',
};
const pastShown = 30;

/** Ballots: the list of them, and each one's page, where one votes when signed in. */
export function createBallotRoutes(services: Services, limits: Limits): Router {
  const { db } = services;
  const router = Router();
  router.get('/ballots', async (request, response) => {
    const viewer = await viewerOf(services, request);
    const frame = await loadFrame(services, request, viewer?.language ?? null);
    const [open, past] = [
      await listBallots(db, ['open']),
      await listBallots(db, ['closed', 'voided'], pastShown),
    ];
    const promises = await listPromises(db, await databaseTime(db));
    const dates = await datesFor(db, frame.language);
    response.set('cache-control', 'no-store').send(ballotsPage(frame, { open, past, promises, dates }));
  });
  router.get('/ballots/:slug', async (request, response) => {
    const ballot = await requireShown(db, request.params.slug);
    const viewer = await viewerOf(services, request);
    await show(services, { request, response, ballot, viewer }, { isIn: request.query['voted'] === '' });
  });
  router.post('/ballots/:slug', form, async (request, response) => {
    const ballot = await requireShown(db, String(request.params['slug']));
    const viewer = await viewerOf(services, request);
    if (viewer === null) return void response.redirect(303, '/account');
    await limits.spend(request, limitOfVotes);
    const choices = readChoices(request);
    const now = await databaseTime(db);
    const outcome = await castVote(services, ballot.id, viewer.subscriberId, choices, now);
    if (outcome === 'in') return void response.redirect(303, `/ballots/${ballot.slug}?voted`);
    response.status(statusOf[outcome]);
    await show(services, { request, response, ballot, viewer }, { outcome, choices });
  });
  return router;
}

export const statusOf: Record<Exclude<VoteOutcome, 'in'>, number> = {
  over: 409,
  'not-yours': 403,
  none: 400,
  'too-many': 400,
};

interface Asked {
  request: Request;
  response: Response;
  ballot: Ballot;
  viewer: Viewer | null;
}

interface Shown {
  isIn?: boolean;
  outcome?: Exclude<VoteOutcome, 'in'>;
  /** What was ticked in a form that is shown once more. */
  choices?: number[];
}

async function show(
  services: Services,
  { request, response, ballot, viewer }: Asked,
  { isIn = false, outcome, choices }: Shown,
): Promise<void> {
  const { db } = services;
  const now = await databaseTime(db);
  const frame = await loadFrame(services, request, viewer?.language ?? null);
  const voter = await voterOf(services, ballot, viewer, now);
  if (typeof voter === 'object') {
    voter.error = outcome === undefined ? null : errorOf(frame.language, ballot, outcome);
    voter.chosen = choices ?? voter.chosen;
  }
  const view = {
    ballot,
    dates: await datesFor(db, frame.language),
    tiers: await tierNames(db, ballot),
    promise: await promiseOf(db, ballot.id, now),
    voter: outcome === 'over' ? outcome : voter,
    isIn: isIn && typeof voter === 'object' && voter.hasVoted,
  };
  response.set('cache-control', 'no-store').send(ballotPage(frame, view));
}

/** How somebody stands to a ballot. */
async function voterOf(
  services: Services,
  ballot: Ballot,
  viewer: Viewer | null,
  now: Date,
): Promise<BallotView['voter']> {
  if (viewer === null) return 'signed-out';
  if (ballot.state !== 'open' || ballot.closesAt <= now) return 'not-yours';
  const own = await ownVote(services, ballot, viewer.subscriberId);
  if (!(await mayVote(services.db, ballot, viewer.subscriberId, now)))
    return own === null ? 'not-yours' : 'not-any-more';
  return { action: `/ballots/${ballot.slug}`, chosen: own ?? [], error: null, hasVoted: own !== null };
}

/** A draft is nobody's business yet. */
export async function requireShown(db: Db, slug: string): Promise<Ballot> {
  const ballot = await findBallot(db, slug);
  if (ballot === null || ballot.openedAt === null) throw new NotFound('there is no ballot at this address');
  return ballot;
}

export function readChoices(request: Request): number[] {
  return listField(request, 'choice').map(Number);
}

/** What was wrong with a vote, in the reader's language. */
export function errorOf(
  language: string,
  { maxChoices }: Ballot,
  outcome: Exclude<VoteOutcome, 'in'>,
): string {
  const { ballot: words } = topicWords(language);
  if (outcome === 'over') return words.over;
  if (outcome === 'not-yours') return words.notYours;
  return outcome === 'none' ? words.none : words.tooMany(String(maxChoices));
}

export async function datesFor(db: Db, language: string): Promise<Dates> {
  return datesIn(language, (await requirePublication(db)).timeZone);
}

/** The names of the tiers that vote, where not all of them do. */
export async function tierNames(db: Db, { tierIds }: Ballot): Promise<string[]> {
  if (tierIds.length === 0) return [];
  const tiers = await listTiers(db, { all: true });
  return tiers.filter(({ id }) => tierIds.includes(id)).map(({ name }) => name);
}
