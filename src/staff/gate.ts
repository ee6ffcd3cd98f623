import type { Request, RequestHandler, Response } from 'express';
import { letIn } from '../access/desk.ts';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { readDeskSession } from './sessions.ts';
import { staffActor } from './staff.ts';
import { say } from './say.ts';

/** Where somebody who must have a second factor sets one up; all that is open to them until they have. */
export const setUpPath = '/desk/account/second-factor';

const openToAll = [setUpPath, '/desk/sign-in-again', '/desk/sign-out'];

/** Nobody is signed in (HTTP 401). */
class SignedOut extends AppError {
  constructor() {
    super('signed_out', 401, say.signedOut);
  }
}

/**
 * Everything of the desk is behind it: it finds out who asks. Nobody is led to the page to sign in, the same for an
 * address that exists and one that does not.
 */
export function gateOf(services: Services): RequestHandler {
  return async (request, response, next) => {
    const session = await readDeskSession(services, request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (session === null || session.state !== 'open') {
      const page = session === null ? '/desk/sign-in' : '/desk/sign-in/second-factor';
      if (request.accepts(['html', 'json']) === 'json') throw new SignedOut();
      if (isOfPart(request)) return askWhole(response);
      const back = isRead ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      return response.redirect(303, page + back);
    }
    const { staffId, sessionId, name, address, role, language, authenticatedAt } = session;
    const mustSetUp = session.requireSecondFactor && !session.hasFactor;
    const path = request.originalUrl.split('?')[0] ?? '';
    const isSetUp = openToAll.some((open) => path === open || path.startsWith(`${open}/`));
    if (mustSetUp && !isSetUp)
      return isOfPart(request) ? askWhole(response) : response.redirect(303, setUpPath);
    const actor = { ...staffActor(staffId), staff: { role, authenticatedAt } };
    letIn(response, { staffId, sessionId, name, address, role, language, actor, mustSetUp });
    return next();
  };
}

/** Whether htmx asks, for a part of a page that is open. */
function isOfPart(request: Request): boolean {
  return request.get('hx-request') === 'true';
}

/** The page to sign in belongs into no part of another: the whole is loaded again, and led there. */
function askWhole(response: Response): void {
  response.status(401).set('hx-refresh', 'true').end();
}
