import express, { type Request, type Response, Router } from 'express';
import { deskPath, may, signedIn } from '../access/desk.ts';
import { textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import type { Services } from '../services.ts';
import { beginSession, renewSession } from './begin-session.ts';
import { checkTyped } from './factors/check.ts';
import { factorsOf } from './factors/factors.ts';
import { passkeyRequest, verifyPasskey } from './factors/passkeys.ts';
import { form, loadDeskFrame } from './http-parts.ts';
import { limitOfFactors, limitsOfMail, limitsOfTries } from './limits.ts';
import * as pages from './pages/second-factor.ts';
import { readDeskSession } from './sessions.ts';
import { isMailedCode, mailSignIn } from './sign-in.ts';

const json = express.json({ limit: '50kb' });

/** `/desk/sign-in/second-factor` and `/desk/sign-in/passkey`, in front of the gate. */
export function createSecondFactorRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get('/desk/sign-in/second-factor', async (request, response) => {
    await showSecondFactor(services, request, response, deskPath(request.query['next']), false);
  });
  router.post('/desk/sign-in/second-factor', form, async (request, response) => {
    const session = await readDeskSession(services, request);
    if (session?.state !== 'second-factor') return response.redirect(303, '/desk/sign-in');
    const { staffId } = session;
    await limits.spendFor(`staff-${staffId}`, limitOfFactors);
    const next = deskPath(textField(request, 'next'));
    const proof = await checkTyped(services, staffId, textField(request, 'code'));
    if (proof === null)
      return void (await showSecondFactor(services, request, response.status(400), next, true));
    await beginSession(services, { request, response }, staffId, proof);
    response.redirect(303, next);
  });
  router.post('/desk/sign-in/passkey/options', async (request, response) => {
    await limits.spend(request, ...limitsOfTries);
    response.json(await passkeyRequest(services, null));
  });
  router.post('/desk/sign-in/passkey', json, async (request, response) => {
    await limits.spend(request, ...limitsOfTries);
    const { response: answer } = Object(request.body) as { response?: unknown };
    const staffId = await verifyPasskey(services, answer, null);
    await beginSession(services, { request, response }, staffId, 'passkey');
    response.json({ next: deskPath(textField(request, 'next')) });
  });
  return router;
}

async function showSecondFactor(
  services: Services,
  request: Request,
  response: Response,
  next: string,
  isWrong: boolean,
): Promise<void> {
  const session = await readDeskSession(services, request);
  if (session?.state !== 'second-factor') return response.redirect(303, '/desk/sign-in');
  const frame = await loadDeskFrame(services, request, response);
  const factors = await factorsOf(services.db, session.staffId);
  response.send(pages.secondFactorPage(frame, { next, factors, isWrong }));
}

/** `/desk/sign-in-again`: to show once more that it is they, by the best that they have. */
export function createSignInAgainRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  const again = '/desk/sign-in-again';
  router.get(again, may('account.own'), async (request, response) => {
    const next = deskPath(request.query['next']);
    await showAgain(services, request, response, { next, isWrong: false, isMailed: false });
  });
  router.post(`${again}/mail`, may('account.own'), form, async (request, response) => {
    await limits.spend(request, ...limitsOfMail);
    await mailSignIn(services, signedIn(response).staffId);
    const next = deskPath(textField(request, 'next'));
    await showAgain(services, request, response, { next, isWrong: false, isMailed: true });
  });
  router.post(again, may('account.own'), form, async (request, response) => {
    const { staffId } = signedIn(response);
    await limits.spendFor(`staff-${staffId}`, limitOfFactors);
    const next = deskPath(textField(request, 'next'));
    const proof = await proofOf(services, staffId, textField(request, 'code'));
    if (proof === null) {
      const view = { next, isWrong: true, isMailed: true };
      return void (await showAgain(services, request, response.status(400), view));
    }
    await renewSession(services, { request, response }, staffId, proof);
    response.redirect(303, next);
  });
  router.post(`${again}/passkey/options`, may('account.own'), async (_request, response) => {
    response.json(await passkeyRequest(services, signedIn(response).staffId));
  });
  router.post(`${again}/passkey`, may('account.own'), json, async (request, response) => {
    const { staffId } = signedIn(response);
    const { response: answer } = Object(request.body) as { response?: unknown };
    await verifyPasskey(services, answer, staffId);
    await renewSession(services, { request, response }, staffId, 'passkey');
    response.json({ next: deskPath(textField(request, 'next')) });
  });
  return router;
}

/** Who has a second factor shows that; their mailbox may be open beside the stolen browser. */
async function proofOf(services: Services, staffId: number, code: string) {
  const { totp, passkeys } = await factorsOf(services.db, staffId);
  if (totp || passkeys > 0) return checkTyped(services, staffId, code);
  return (await isMailedCode(services, staffId, code)) ? 'mail' : null;
}

async function showAgain(
  services: Services,
  request: Request,
  response: Response,
  view: { next: string; isWrong: boolean; isMailed: boolean },
): Promise<void> {
  const frame = await loadDeskFrame(services, request, response);
  const factors = await factorsOf(services.db, signedIn(response).staffId);
  response.send(pages.signInAgainPage(frame, { ...view, factors }));
}
