import { type Request, type Response, Router } from 'express';
import { may, signedIn } from '../access/desk.ts';
import { deskFrameOf } from '../access/desk-frame.ts';
import { roles } from '../access/permissions.ts';
import { InvalidInput } from '../errors.ts';
import { idIn, textField } from '../http/fields.ts';
import { loadPublication, setPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { disable, enable, setRole } from './change-staff.ts';
import { resetFactors } from './factors/remove.ts';
import { form, loadDeskFrame, readLanguage } from './http-parts.ts';
import { invite, listInvitations, takeBackInvitation } from './invite.ts';
import * as pages from './pages/people.ts';
import { listStaff, requireStaff } from './staff.ts';
import { orShow } from '../http/or-show.ts';
import { say } from './say.ts';

/** `/desk/staff`: who works here; owners invite, change roles and lock out. */
export function createPeopleRoutes(services: Services): Router {
  const { db } = services;
  const router = Router();
  const done = (response: Response, what: string): void => response.redirect(303, `/desk/staff?done=${what}`);
  router.get('/desk/staff', may('staff.see'), async (request, response) => {
    await showPeople(services, request, response, { problem: null, address: '' });
  });
  router.post('/desk/staff', may('staff.change'), form, async (request, response) => {
    const { actor } = signedIn(response);
    const address = textField(request, 'address');
    await orShowPeople(services, request, response, address, async () => {
      const language = readLanguage(textField(request, 'language'));
      const { url, mailed } = await invite(services, actor, { role: roleIn(request), address, language });
      if (mailed) return done(response, 'invited');
      response.send(pages.invitedPage(await loadDeskFrame(services, request, response), url));
    });
  });
  router.post('/desk/staff/invitations/:id/take-back', may('staff.change'), async (request, response) => {
    await orShowPeople(services, request, response, '', async () => {
      await takeBackInvitation(db, signedIn(response).actor, idIn(request));
      done(response, 'taken-back');
    });
  });
  router.post('/desk/staff/:id/role', may('staff.change'), form, async (request, response) => {
    await orShowPeople(services, request, response, '', async () => {
      await setRole(db, signedIn(response).actor, idIn(request), roleIn(request));
      done(response, 'role');
    });
  });
  router.post('/desk/staff/second-factor', may('staff.change'), form, async (request, response) => {
    const requireSecondFactor = textField(request, 'require') === 'on';
    await setPublication(db, signedIn(response).actor, { requireSecondFactor });
    done(response, 'settings');
  });
  router.get('/desk/staff/:id/reset-second-factor', may('staff.change'), async (request, response) => {
    const person = await requireStaff(db, idIn(request));
    response.send(pages.confirmPage(await loadDeskFrame(services, request, response), person, 'reset'));
  });
  router.post('/desk/staff/:id/reset-second-factor', may('staff.change'), async (request, response) => {
    await resetFactors(db, signedIn(response).actor, idIn(request));
    done(response, 'reset');
  });
  router.get('/desk/staff/:id/disable', may('staff.change'), async (request, response) => {
    const person = await requireStaff(db, idIn(request));
    response.send(pages.confirmPage(await loadDeskFrame(services, request, response), person, 'disable'));
  });
  router.post('/desk/staff/:id/disable', may('staff.change'), async (request, response) => {
    await orShowPeople(services, request, response, '', async () => {
      await disable(db, signedIn(response).actor, idIn(request));
      done(response, 'disabled');
    });
  });
  router.post('/desk/staff/:id/enable', may('staff.change'), async (request, response) => {
    await enable(db, signedIn(response).actor, idIn(request));
    done(response, 'enabled');
  });
  return router;
}

/** Does it, or shows the page again with what was wrong. */
async function orShowPeople(
  services: Services,
  request: Request,
  response: Response,
  address: string,
  act: () => Promise<void>,
): Promise<void> {
  await orShow(response, signedIn(response).language, act, (problem) =>
    showPeople(services, request, response, { problem, address }),
  );
}

async function showPeople(
  { db }: Services,
  request: Request,
  response: Response,
  { problem, address }: { problem: string | null; address: string },
): Promise<void> {
  const publication = await loadPublication(db);
  const { done } = request.query;
  const view = {
    who: signedIn(response),
    people: await listStaff(db),
    invitations: await listInvitations(db),
    timeZone: publication?.timeZone ?? 'UTC',
    requireSecondFactor: publication?.requireSecondFactor ?? false,
    did: typeof done === 'string' && problem === null ? done : '',
    problem,
    address,
  };
  response.send(pages.peoplePage(deskFrameOf(request, response, publication), view));
}

function roleIn(request: Request) {
  const text = textField(request, 'role');
  const role = roles.find((one) => one === text);
  if (role !== undefined) return role;
  throw new InvalidInput(say.noRole(JSON.stringify(text), roles));
}
