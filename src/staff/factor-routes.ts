import express, { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../access/desk.ts';
import { deskFrameOf } from '../access/desk-frame.ts';
import { textField } from '../http/fields.ts';
import type { Limits } from '../http/limits.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { factorsOf, listPasskeys } from './factors/factors.ts';
import { addPasskey, passkeyCreation } from './factors/passkeys.ts';
import { makeRecoveryCodes } from './factors/recovery-codes.ts';
import { removePasskey, removeTotp } from './factors/remove.ts';
import { beginTotp, confirmTotp, pendingTotp } from './factors/totp.ts';
import { setUpPath as at } from './gate.ts';
import { form, loadDeskFrame } from './http-parts.ts';
import { limitOfFactors } from './limits.ts';
import * as pages from './pages/factors.ts';
import { orShow } from '../http/or-show.ts';

const json = express.json({ limit: '50kb' });

/** `/desk/account/second-factor`: one's own passkeys, app and recovery codes. */
export function createFactorRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.get(at, may('account.own'), async (request, response) => {
    await showFactors(services, request, response, null);
  });
  router.use(createAppRoutes(services, limits));
  router.use(createPasskeyRoutes(services));
  router.post(`${at}/recovery-codes`, may('account.secure'), async (request, response) => {
    const { actor, staffId } = signedIn(response);
    await orShowFactors(services, request, response, async () => {
      const codes = await makeRecoveryCodes(services.db, actor, staffId);
      response.send(pages.codesPage(await loadDeskFrame(services, request, response), codes));
    });
  });
  return router;
}

function createAppRoutes(services: Services, limits: Limits): Router {
  const router = Router();
  router.post(`${at}/app`, may('account.secure'), async (request, response) => {
    const { actor, staffId } = signedIn(response);
    await orShowFactors(services, request, response, async () => {
      await beginTotp(services, actor, staffId);
      response.redirect(303, `${at}/app`);
    });
  });
  router.get(`${at}/app`, may('account.secure'), async (request, response) => {
    await showApp(services, request, response, false);
  });
  router.post(`${at}/app/confirm`, may('account.secure'), form, async (request, response) => {
    const { actor, staffId } = signedIn(response);
    await limits.spendFor(`staff-${staffId}`, limitOfFactors);
    const codes = await confirmTotp(services, actor, staffId, textField(request, 'code'));
    if (codes === null) return void (await showApp(services, request, response.status(400), true));
    response.send(pages.codesPage(await loadDeskFrame(services, request, response), codes));
  });
  router.post(`${at}/app/remove`, may('account.secure'), async (request, response) => {
    const { actor, staffId } = signedIn(response);
    await orShowFactors(services, request, response, async () => {
      await removeTotp(services.db, actor, staffId);
      response.redirect(303, `${at}?done=removed`);
    });
  });
  return router;
}

function createPasskeyRoutes(services: Services): Router {
  const router = Router();
  router.post(`${at}/passkeys/options`, may('account.secure'), async (_request, response) => {
    const { actor, staffId } = signedIn(response);
    const issuer = (await loadPublication(services.db))?.name ?? 'Broadsheet';
    response.json(await passkeyCreation(services, actor, staffId, issuer));
  });
  router.post(`${at}/passkeys`, may('account.secure'), json, async (request, response) => {
    const { actor, staffId } = signedIn(response);
    const { response: answer } = Object(request.body) as { response?: unknown };
    await addPasskey(services, actor, staffId, { response: answer, name: textField(request, 'name') });
    response.json({ next: `${at}?done=passkey` });
  });
  router.post(`${at}/passkeys/:id/remove`, may('account.secure'), async (request, response) => {
    const { actor, staffId } = signedIn(response);
    const id = Number(/^[1-9]\d{0,14}$/.exec(String(request.params['id']))?.[0] ?? 0);
    await orShowFactors(services, request, response, async () => {
      await removePasskey(services.db, actor, staffId, id);
      response.redirect(303, `${at}?done=removed`);
    });
  });
  return router;
}

async function orShowFactors(
  services: Services,
  request: Request,
  response: Response,
  act: () => Promise<void>,
): Promise<void> {
  await orShow(response, signedIn(response).language, act, (problem) =>
    showFactors(services, request, response, problem),
  );
}

async function showFactors(
  { db }: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<void> {
  const publication = await loadPublication(db);
  const { staffId, mustSetUp } = signedIn(response);
  const { done } = request.query;
  const view = {
    factors: await factorsOf(db, staffId),
    passkeys: await listPasskeys(db, staffId),
    mustSetUp,
    timeZone: publication?.timeZone ?? 'UTC',
    did: typeof done === 'string' ? done : '',
    problem,
  };
  response.send(pages.factorsPage(deskFrameOf(request, response, publication), view));
}

async function showApp(
  services: Services,
  request: Request,
  response: Response,
  isWrong: boolean,
): Promise<void> {
  const publication = await loadPublication(services.db);
  const { staffId, address } = signedIn(response);
  const issuer = publication?.name ?? 'Broadsheet';
  const pending = await pendingTotp(services, staffId, { issuer, address });
  if (pending === null) return response.redirect(303, at);
  response.send(pages.appPage(deskFrameOf(request, response, publication), pending, isWrong));
}
