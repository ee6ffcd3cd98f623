import { type Request, Router } from 'express';
import { databaseTime } from '../db.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { form, loadFrame } from '../subscribers/http-parts.ts';
import { type SuggestionForm, topicsPage, type TopicsView } from './pages/topics-page.ts';
import { topicWords } from './pages/words.ts';
import { isPatron } from '../memberships/entitlements.ts';
import { suggestionsOf, suggestTopic } from './suggest.ts';
import { detailsLength, listTopics, readText, readTitle, titleLength } from './topic.ts';
import { type Viewer, viewerOf } from './viewer.ts';

const limitsOfSuggestions = [
  { name: 'suggestions', points: 20, seconds: 3600, by: 'address' },
  { name: 'suggestions-net', points: 60, seconds: 3600, by: 'network' },
] as const;
const empty: SuggestionForm = { title: '', details: '', errors: {} };

/** Where patrons suggest topics. */
export function createSuggestionRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/topics', async (request, response) => {
    const viewer = await viewerOf(services, request);
    const isSent = request.query['sent'] === '' && viewer !== null;
    response.set('cache-control', 'no-store').send(await show(services, request, viewer, empty, isSent));
  });
  router.post('/topics', form, async (request, response) => {
    const viewer = await viewerOf(services, request);
    if (viewer === null) return void response.redirect(303, '/account');
    response.set('cache-control', 'no-store');
    if (!(await isPatron(services.db, viewer.subscriberId, await databaseTime(services.db))))
      return void response.status(403).send(await show(services, request, viewer, empty, false));
    await limits.spend(request, ...limitsOfSuggestions);
    const errors = await suggest(services, request, viewer);
    if (errors === null) return void response.redirect(303, '/topics?sent');
    const filled = { title: textField(request, 'title'), details: textField(request, 'details'), errors };
    response.status(errors.form === undefined ? 400 : 429);
    response.send(await show(services, request, viewer, filled, false));
  });
  return router;
}

/** What was wrong with the form, in the reader's language; null where the suggestion is taken. */
async function suggest(
  services: Services,
  request: Request,
  { subscriberId, language }: Viewer,
): Promise<SuggestionForm['errors'] | null> {
  const frame = await loadFrame(services, request, language);
  const { topics: words } = topicWords(frame.language);
  const suggestion = { title: textField(request, 'title'), details: textField(request, 'details') };
  const errors = {
    ...(isWrong(() => readTitle(suggestion.title))
      ? { title: words.tooShort(String(titleLength.least), String(titleLength.most)) }
      : {}),
    ...(isWrong(() => readText('details', suggestion.details))
      ? { details: words.tooLong(String(detailsLength)) }
      : {}),
  };
  if (Object.keys(errors).length > 0) return errors;
  try {
    await suggestTopic(services.db, subscriberId, suggestion, await databaseTime(services.db));
    return null;
  } catch (error) {
    if (error instanceof Conflict) return { form: words.enough };
    throw error;
  }
}

function isWrong(read: () => string): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof InvalidInput) return true;
    throw error;
  }
}

async function show(
  services: Services,
  request: Request,
  viewer: Viewer | null,
  filled: SuggestionForm,
  isSent: boolean,
): Promise<string> {
  const { db } = services;
  const frame = await loadFrame(services, request, viewer?.language ?? null);
  const accepted = await listTopics(db, 'accepted');
  const own = viewer === null ? [] : await suggestionsOf(db, viewer.subscriberId);
  const view = { accepted, own, isSent, form: await formFor(services, viewer, filled) };
  return topicsPage(frame, view);
}

async function formFor(
  { db }: Services,
  viewer: Viewer | null,
  filled: SuggestionForm,
): Promise<TopicsView['form']> {
  if (viewer === null) return 'signed-out';
  return (await isPatron(db, viewer.subscriberId, await databaseTime(db))) ? filled : 'not-a-patron';
}
