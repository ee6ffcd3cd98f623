import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../access/desk.ts';
import { deskFrameOf } from '../access/desk-frame.ts';
import { textField } from '../http/fields.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { factorsOf } from './factors/factors.ts';
import { form, readLanguage } from './http-parts.ts';
import { changeOwn, endOwnSessions } from './own-account.ts';
import { accountPage } from './pages/account.ts';
import { closeDeskSession, listDeskSessions } from './sessions.ts';
import { orShow } from '../http/or-show.ts';

/** `/desk/account`: what is one's own. */
export function createAccountRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  router.get('/desk/account', may('account.own'), async (request, response) => {
    await showAccount(services, request, response, null);
  });
  router.post('/desk/account', may('account.own'), form, async (request, response) => {
    const { actor, staffId, language: shownIn } = signedIn(response);
    const language = readLanguage(textField(request, 'language'));
    const change = async (): Promise<void> => {
      await changeOwn(db, actor, staffId, { name: textField(request, 'name'), language });
      response.redirect(303, '/desk/account?done=saved');
    };
    await orShow(response, shownIn, change, (problem) => showAccount(services, request, response, problem));
  });
  router.post('/desk/account/sessions/end-others', may('account.own'), async (_request, response) => {
    const who = signedIn(response);
    await endOwnSessions(db, who.actor, who, null);
    response.redirect(303, '/desk/account?done=ended');
  });
  router.post('/desk/account/sessions/:id/end', may('account.own'), async (request, response) => {
    const who = signedIn(response);
    const id = Number(/^[1-9]\d{0,14}$/.exec(String(request.params['id']))?.[0] ?? 0);
    await endOwnSessions(db, who.actor, who, id);
    response.redirect(303, '/desk/account?done=ended');
  });
  router.post('/desk/sign-out', may('account.own'), async (request, response) => {
    await closeDeskSession(services, request, response);
    response.redirect(303, '/desk/sign-in');
  });
  return router;
}

async function showAccount(
  { db }: Services,
  request: Request,
  response: Response,
  problem: string | null,
): Promise<void> {
  const publication = await loadPublication(db);
  const who = signedIn(response);
  const { done } = request.query;
  const view = {
    who,
    sessions: await listDeskSessions(db, who.staffId),
    factors: await factorsOf(db, who.staffId),
    timeZone: publication?.timeZone ?? 'UTC',
    did: typeof done === 'string' ? done : '',
    problem,
  };
  response.send(accountPage(deskFrameOf(request, response, publication), view));
}
