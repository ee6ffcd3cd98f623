import { type Request, type Response, Router } from 'express';
import { deskPath } from '../access/desk.ts';
import { AppError } from '../errors.ts';
import { inEvenTime } from '../http/even-time.ts';
import { textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { beginSession, type Proof } from './begin-session.ts';
import { form, loadDeskFrame, readLanguage } from './http-parts.ts';
import { findInvitation } from './invite.ts';
import { join } from './join.ts';
import { limitsOfMail, limitsOfTries } from './limits.ts';
import * as pages from './pages/sign-in.ts';
import { staffWords } from './pages/words.ts';
import {
  codeFormToken,
  isCodeForm,
  isSignInToken,
  requestSignIn,
  signInByCode,
  signInByLink,
} from './sign-in.ts';
import { orShow } from '../http/or-show.ts';

/** `/desk/sign-in` and `/desk/join`: what stands in front of the gate. */
export function createSignInRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/desk/sign-in', async (request, response) => {
    const frame = await loadDeskFrame(services, request, response);
    const next = deskPath(request.query['next']);
    response.send(pages.signInPage(frame, { next, address: '', problem: null }));
  });
  router.post('/desk/sign-in', form, async (request, response) => {
    await limits.spend(request, ...limitsOfMail);
    const frame = await loadDeskFrame(services, request, response);
    const address = textField(request, 'address');
    const next = deskPath(textField(request, 'next'));
    const askFor = async (): Promise<void> => {
      await inEvenTime(() => requestSignIn(services, address));
      const view = { form: codeFormToken(services, address), next, isWrong: false };
      response.send(pages.sentPage(frame, view));
    };
    await orShow(response, frame.language, askFor, (problem) =>
      response.send(pages.signInPage(frame, { next, address, problem })),
    );
  });
  router.post('/desk/sign-in/code', form, async (request, response) => {
    await limits.spend(request, ...limitsOfTries);
    const [formToken, code] = [textField(request, 'form'), textField(request, 'code')];
    const next = deskPath(textField(request, 'next'));
    const staffId = await inEvenTime(() => signInByCode(services, { formToken, code }));
    if (staffId !== null) return goIn(services, request, response, { staffId, proof: 'mail', next });
    const frame = await loadDeskFrame(services, request, response);
    if (!isCodeForm(services, formToken)) return void response.status(410).send(pages.invalidLinkPage(frame));
    response.status(400).send(pages.sentPage(frame, { form: formToken, next, isWrong: true }));
  });
  return router;
}

/** `/desk/sign-in/:token`, behind all other pages below `/desk/sign-in`. */
export function createSignInLinkRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/desk/sign-in/:token', async (request, response) => {
    const frame = await loadDeskFrame(services, request, response);
    const { token } = request.params;
    const isUsable = isSignInToken(services, token);
    response
      .status(isUsable ? 200 : 410)
      .send(isUsable ? pages.linkPage(frame, token) : pages.invalidLinkPage(frame));
  });
  router.post('/desk/sign-in/:token', async (request, response) => {
    await limits.spend(request, ...limitsOfTries);
    const staffId = await signInByLink(services, request.params.token);
    if (staffId !== null) return goIn(services, request, response, { staffId, proof: 'mail', next: '/desk' });
    const frame = await loadDeskFrame(services, request, response);
    response.status(410).send(pages.invalidLinkPage(frame));
  });
  return router;
}

/** `/desk/join/:token`: an invitation is looked at by GET, and taken up by POST. */
export function createJoinRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/desk/join/:token', async (request, response) => {
    const { token } = request.params;
    await showJoin(services, { request, response, token }, { name: '', address: '' }, null);
  });
  router.post('/desk/join/:token', form, async (request, response) => {
    await limits.spend(request, ...limitsOfTries);
    const [name, address] = [textField(request, 'name'), textField(request, 'address')];
    const language = readLanguage(textField(request, 'language'));
    const token = String(request.params['token']);
    try {
      const person = await join(services, token, { name, address, language });
      if (person === null)
        return await showJoin(services, { request, response, token }, { name, address }, null);
      await goIn(services, request, response, { staffId: person.id, proof: 'invitation', next: '/desk' });
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const { language: shownIn } = await loadDeskFrame(services, request, response);
      const text = error.sayIn(shownIn);
      const problem = { field: name.trim() === '' ? 'name' : 'address', text } as const;
      await showJoin(services, { request, response, token }, { name, address }, problem);
    }
  });
  return router;
}

async function showJoin(
  services: Services,
  { request, response, token }: { request: Request; response: Response; token: string },
  given: { name: string; address: string },
  problem: { field: 'name' | 'address'; text: string } | null,
): Promise<void> {
  const frame = await loadDeskFrame(services, request, response);
  const invitation = await findInvitation(services, token);
  if (invitation === null) {
    const { invalidText } = staffWords(frame.language).join;
    return void response.status(410).send(pages.invalidLinkPage(frame, invalidText));
  }
  const { role, address: invited, language } = invitation;
  response
    .status(problem === null ? 200 : 400)
    .send(pages.joinPage(frame, { token, role, invited, language, problem, ...given }));
}

interface Going {
  staffId: number;
  proof: Proof;
  next: string;
}

/** Signs somebody in and leads them on, by way of their second factor where they have one. */
export async function goIn(
  services: Services,
  request: Request,
  response: Response,
  { staffId, proof, next }: Going,
): Promise<void> {
  const state = await beginSession(services, { request, response }, staffId, proof);
  const more = next === '/desk' ? '' : `?next=${encodeURIComponent(next)}`;
  response.redirect(303, state === 'open' ? next : `/desk/sign-in/second-factor${more}`);
}
