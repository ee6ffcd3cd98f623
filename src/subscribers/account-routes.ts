import { type Request, type Response, Router } from 'express';
import { InvalidInput } from '../errors.ts';
import { inEvenTime } from '../http/even-time.ts';
import { textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import { closeSession, endSession, openSession } from '../http/sessions.ts';
import type { Services } from '../services.ts';
import type { Html } from '../views/html.ts';
import type { AccountSection } from './account-section.ts';
import { form, loadFrame } from './http-parts.ts';
import * as accountPages from './pages/account.ts';
import { invalidLinkPage } from './pages/pages.ts';
import { allTokenOf, type Notice, preferencesOf, savePreferences } from './preferences-form.ts';
import type { Preferences } from './preferences.ts';
import { codeFormToken, isCodeForm, signInByCode } from './sign-in-code.ts';
import { isSignInToken, requestSignIn, signIn } from './sign-in.ts';
import { signedInSubscriber } from './signed-in.ts';

const limitsOfAccount = [
  { name: 'account', points: 10, seconds: 3600, by: 'address' },
  { name: 'account-net', points: 40, seconds: 3600, by: 'network' },
] as const;
const limitsOfCode = [
  { name: 'account-code', points: 20, seconds: 3600, by: 'address' },
  { name: 'account-code-net', points: 80, seconds: 3600, by: 'network' },
] as const;

/** `/account`: sign in by a mailed link or its code, and see on one page what one has and gets. */
export function createAccountRoutes(
  services: Services,
  limits: Limits,
  accountSections: AccountSection[],
): Router {
  const router = Router();
  router.use(createSignInRoutes(services, limits));
  router.get('/account', async (request, response) => {
    const preferences = await preferencesOf(services, await signedInSubscriber(services, request));
    response.set('cache-control', 'no-store');
    if (preferences === null)
      return void response.send(accountPages.signInFormPage(await loadFrame(services, request), null, ''));
    const notice = request.query['saved'] === '' ? ({ kind: 'saved' } as const) : null;
    await showAccount(services, accountSections, { request, response, preferences, notice });
  });
  router.post('/account/preferences', form, async (request, response) => {
    const preferences = await preferencesOf(services, await signedInSubscriber(services, request));
    if (preferences === null) return void response.redirect(303, '/account');
    const problem = await savePreferences(services, request, preferences);
    if (problem === null) return void response.redirect(303, '/account?saved#preferences');
    const notice = { kind: 'problem', message: problem } as const;
    await showAccount(services, accountSections, { request, response, preferences, notice });
  });
  router.post('/account/sign-out', async (request, response) => {
    await closeSession(services, request, response);
    response.redirect(303, '/account');
  });
  return router;
}

interface Shown {
  request: Request;
  response: Response;
  preferences: Preferences;
  notice: Notice;
}

async function showAccount(
  services: Services,
  accountSections: AccountSection[],
  { request, response, preferences, notice }: Shown,
): Promise<void> {
  const frame = await loadFrame(services, request, preferences.language);
  const { did } = request.query;
  const act = typeof did === 'string' ? did : '';
  const sections: Array<Html | null> = [];
  for (const section of accountSections)
    sections.push(await section(services, frame, preferences.subscriberId, new Date(), act));
  const view = { preferences, sections, allToken: allTokenOf(services, preferences), notice };
  response
    .status(notice?.kind === 'problem' ? 400 : 200)
    .set('cache-control', 'no-store')
    .send(accountPages.accountPage(frame, view));
}

function createSignInRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const begin = async (request: Request, response: Response, subscriberId: number): Promise<void> => {
    await endSession(services, request);
    await openSession(services, response, `subscriber:${subscriberId}`);
    response.redirect(303, '/account');
  };
  router.post('/account', form, async (request, response) => {
    await limits.spend(request, ...limitsOfAccount);
    const frame = await loadFrame(services, request);
    const address = textField(request, 'address');
    try {
      await inEvenTime(() => requestSignIn(services, address));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const fault = error.sayIn(frame.language);
      return void response.status(400).send(accountPages.signInFormPage(frame, fault, address));
    }
    response
      .set('cache-control', 'no-store')
      .send(accountPages.signInSentPage(frame, codeFormToken(services, address), false));
  });
  router.post('/account/code', form, async (request, response) => {
    await limits.spend(request, ...limitsOfCode);
    const formToken = textField(request, 'form');
    const code = textField(request, 'code');
    const subscriberId = await inEvenTime(() => signInByCode(services, { formToken, code }));
    if (subscriberId !== null) return begin(request, response, subscriberId);
    const frame = await loadFrame(services, request);
    if (!isCodeForm(services, formToken)) return void response.status(410).send(invalidLinkPage(frame));
    return void response
      .status(400)
      .set('cache-control', 'no-store')
      .send(accountPages.signInSentPage(frame, formToken, true));
  });
  router.get('/account/sign-in/:token', async (request, response) => {
    const frame = await loadFrame(services, request);
    const usable = isSignInToken(services, request.params.token);
    response
      .status(usable ? 200 : 410)
      .send(usable ? accountPages.signInPage(frame, request.params.token) : invalidLinkPage(frame));
  });
  router.post('/account/sign-in/:token', async (request, response) => {
    await limits.spend(request, ...limitsOfAccount);
    const subscriberId = await signIn(services, request.params.token);
    if (subscriberId !== null) return begin(request, response, subscriberId);
    return void response.status(410).send(invalidLinkPage(await loadFrame(services, request)));
  });
  return router;
}
