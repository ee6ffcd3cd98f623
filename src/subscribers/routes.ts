import { Router } from 'express';
import { frameOf } from '../http/frame.ts';
import type { Limits } from '../http/limits.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { createAccountRoutes } from './account-routes.ts';
import type { AccountSection } from './account-section.ts';
import { confirm, readConfirmation } from './confirm.ts';
import { form, loadFrame, originOf } from './http-parts.ts';
import * as pages from './pages/pages.ts';
import { subscriberWords } from './pages/words.ts';
import { preferencesOf, savePreferences, showPreferences } from './preferences-form.ts';
import { readPreferences, readPreferencesToken } from './preferences.ts';
import { createSignUpRoutes } from './sign-up-routes.ts';
import {
  readUnsubscribeToken,
  undoToken,
  undoUnsubscribe,
  unsubscribe,
  unsubscribeToken,
} from './unsubscribe.ts';

/** Pages where one subscribes, confirms, chooses, leaves, and signs in. */
export function createSubscriberRoutes(
  services: Services,
  limits: Limits,
  { accountSections }: { accountSections: AccountSection[] },
): Router {
  const router = Router();
  router.use(createSignUpRoutes(services, limits));
  router.use(createConfirmRoutes(services));
  router.use(createUnsubscribeRoutes(services));
  router.use(createPreferencesRoutes(services));
  router.use(createAccountRoutes(services, limits, accountSections));
  router.use(createLegalRoutes(services));
  return router;
}

function createConfirmRoutes(services: Services): Router {
  const router = Router();
  const namesOf = async (newsletterIds: number[]): Promise<string[]> =>
    (await listNewsletters(services.db))
      .filter(({ id }) => newsletterIds.includes(id))
      .map(({ name }) => name);

  router.get('/confirm/:token', async (request, response) => {
    const { token } = request.params;
    const frame = await loadFrame(services, request);
    const newsletterIds = await readConfirmation(services, token);
    if (newsletterIds.length === 0) return void response.status(410).send(pages.invalidLinkPage(frame));
    response.send(pages.confirmPage(frame, token, await namesOf(newsletterIds)));
  });
  router.post('/confirm/:token', async (request, response) => {
    const frame = await loadFrame(services, request);
    const result = await confirm(services, request.params.token, originOf(request, 'confirmation'));
    if (result.outcome === 'invalid') return void response.status(410).send(pages.invalidLinkPage(frame));
    const names = await namesOf(result.newsletterIds);
    response.send(pages.confirmedPage(frame, result.outcome === 'again', names));
  });
  return router;
}

function createUnsubscribeRoutes(services: Services): Router {
  const router = Router();
  const nameOf = async (newsletterId: number | null): Promise<string | null> =>
    (await listNewsletters(services.db)).find(({ id }) => id === newsletterId)?.name ?? null;

  router.get('/unsubscribe/:token', async (request, response) => {
    const { token } = request.params;
    const target = await readUnsubscribeToken(services, token);
    const person = target && (await readPreferences(services, target.subscriberId));
    const frame = await loadFrame(services, request, person?.language ?? null);
    if (target === null) return void response.status(404).send(pages.invalidLinkPage(frame));
    const allToken = unsubscribeToken(services, { ...target, newsletterId: null });
    const newsletter = await nameOf(target.newsletterId);
    response.send(pages.unsubscribePage(frame, { token, newsletter, allToken }));
  });

  // RFC 8058: acts on the address alone; what the body holds, and in which form, does not matter.
  router.post('/unsubscribe/:token', async (request, response) => {
    const target = await readUnsubscribeToken(services, request.params.token);
    if (target === null)
      return void response.status(404).send(pages.invalidLinkPage(await loadFrame(services, request)));
    const left = await unsubscribe(services, target, originOf(request, 'one-click'));
    const person = await readPreferences(services, target.subscriberId);
    const undo = left.newsletterIds.length > 0 ? undoToken(services, target.subscriberId, left) : null;
    const frame = await loadFrame(services, request, person?.language ?? null);
    response.send(pages.unsubscribedPage(frame, await nameOf(target.newsletterId), undo));
  });

  router.post('/resubscribe/:token', async (request, response) => {
    const frame = await loadFrame(services, request);
    const { undo } = subscriberWords(frame.language).unsubscribe;
    const done = await undoUnsubscribe(services, request.params.token, undo, originOf(request, 'undo'));
    response
      .status(done ? 200 : 410)
      .send(done ? pages.resubscribedPage(frame) : pages.invalidLinkPage(frame));
  });
  return router;
}

function createPreferencesRoutes(services: Services): Router {
  const router = Router();
  router.get('/preferences/:token', async (request, response) => {
    const { token } = request.params;
    const link = await readPreferencesToken(services, token);
    const preferences = await preferencesOf(services, link?.subscriberId ?? null);
    const frame = await loadFrame(services, request, preferences?.language ?? null);
    if (preferences === null) return void response.status(404).send(pages.invalidLinkPage(frame));
    const notice = request.query['saved'] === '' ? ({ kind: 'saved' } as const) : null;
    response
      .set('cache-control', 'no-store')
      .send(showPreferences(services, frame, preferences, { action: `/preferences/${token}`, link, notice }));
  });
  router.post('/preferences/:token', form, async (request, response) => {
    const token = String(request.params['token']);
    const link = await readPreferencesToken(services, token);
    const preferences = await preferencesOf(services, link?.subscriberId ?? null);
    if (preferences === null)
      return void response.status(404).send(pages.invalidLinkPage(await loadFrame(services, request)));
    const problem = await savePreferences(services, request, preferences, link?.mail);
    if (problem === null) return void response.redirect(303, `/preferences/${token}?saved`);
    const frame = await loadFrame(services, request, preferences.language);
    response.status(400).send(
      showPreferences(services, frame, preferences, {
        action: `/preferences/${token}`,
        link,
        notice: { kind: 'problem', message: problem },
      }),
    );
  });
  return router;
}

function createLegalRoutes(services: Services): Router {
  const router = Router();
  for (const name of ['privacy', 'terms', 'imprint'] as const) {
    router.get(`/${name}`, async (request, response) => {
      const publication = await loadPublication(services.db);
      const frame = frameOf(request, publication);
      response.send(pages.legalPage(frame, frame.words[name], publication?.[`${name}Text`] ?? ''));
    });
  }
  return router;
}
