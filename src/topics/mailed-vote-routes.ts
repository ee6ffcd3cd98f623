import { type Request, type Response, Router } from 'express';
import { databaseTime } from '../db.ts';
import { readVote } from '../delivery/links.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { form, loadFrame } from '../subscribers/http-parts.ts';
import {
  datesFor,
  errorOf,
  limitOfVotes,
  readChoices,
  requireShown,
  statusOf,
  tierNames,
} from './ballot-routes.ts';
import type { Ballot } from './ballots/ballot.ts';
import { castVote, ownVote } from './ballots/cast-vote.ts';
import { mayVote } from './ballots/electorate.ts';
import { maskAddress } from '../text/mask-address.ts';
import { invalidVotePage, mailedVotePage } from './pages/ballot-page.ts';
import { type Viewer, viewerById } from './viewer.ts';

/** What the link of a mail opens: one person's vote in one ballot, without a session. */
export function createMailedVoteRoutes(services: Services, limits: Limits): Router {
  const { db } = services;
  const router = Router();
  router.get('/ballots/:slug/vote/:token', async (request, response) => {
    const asked = await read(services, request, response);
    if (asked === null) return;
    await show(services, asked, { choices: [], error: null, isIn: null });
  });
  router.post('/ballots/:slug/vote/:token', form, async (request, response) => {
    const asked = await read(services, request, response);
    if (asked === null) return;
    await limits.spend(request, limitOfVotes);
    const { ballot, viewer } = asked;
    const choices = readChoices(request);
    const now = await databaseTime(db);
    const outcome = await castVote(services, ballot.id, viewer.subscriberId, choices, now);
    if (outcome === 'in') {
      const isIn = ballot.options.filter(({ position }) => choices.includes(position));
      return show(services, asked, { choices, error: null, isIn: isIn.map(({ title }) => title) });
    }
    if (outcome === 'over') return void response.redirect(303, `/ballots/${ballot.slug}`);
    response.status(statusOf[outcome]);
    const frame = await loadFrame(services, request, viewer.language);
    await show(services, asked, { choices, error: errorOf(frame.language, ballot, outcome), isIn: null });
  });
  return router;
}

interface Asked {
  request: Request;
  response: Response;
  ballot: Ballot;
  viewer: Viewer;
}

/** Whose vote a link is for; null where it was answered already: forged, of another ballot, or over. */
async function read(services: Services, request: Request, response: Response): Promise<Asked | null> {
  const ballot = await requireShown(services.db, String(request.params['slug']));
  response.set('cache-control', 'no-store');
  const vote = readVote(services.tokens, String(request.params['token']));
  const viewer = vote?.ballotId === ballot.id ? await viewerById(services, vote.subscriberId) : null;
  if (viewer === null) {
    response.status(404).send(invalidVotePage(await loadFrame(services, request)));
    return null;
  }
  if (ballot.state === 'open' && ballot.closesAt > (await databaseTime(services.db)))
    return { request, response, ballot, viewer };
  response.redirect(303, `/ballots/${ballot.slug}`);
  return null;
}

interface Shown {
  choices: number[];
  error: string | null;
  isIn: string[] | null;
}

async function show(
  services: Services,
  { request, response, ballot, viewer }: Asked,
  { choices, error, isIn }: Shown,
): Promise<void> {
  const { db } = services;
  const frame = await loadFrame(services, request, viewer.language);
  const hasVoted = (await ownVote(services, ballot, viewer.subscriberId)) !== null;
  const may = await mayVote(db, ballot, viewer.subscriberId, await databaseTime(db));
  const none = hasVoted ? ('not-any-more' as const) : ('not-yours' as const);
  const view = {
    ballot,
    dates: await datesFor(db, frame.language),
    tiers: await tierNames(db, ballot),
    address: maskAddress(viewer.address),
    form: may ? { action: request.path, chosen: choices, error, hasVoted } : none,
    isIn,
  };
  response.send(mailedVotePage(frame, view));
}
