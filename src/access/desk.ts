import type { RequestHandler, Request, Response } from 'express';
import type { Actor } from './actor.ts';
import { Forbidden, isFresh, SignInAgain } from './demand.ts';
import { type Action, can, permissions, type Role } from './permissions.ts';

/** Who sits at the desk, as the gate in front of it has found out. */
export interface SignedIn {
  staffId: number;
  sessionId: number;
  name: string;
  address: string;
  role: Role;
  language: string;
  /** As verbs and the audit log take them. */
  actor: Actor & { staff: { role: Role; authenticatedAt: Date } };
  /** The publication asks for a second factor, and they have none: nothing else is open to them. */
  mustSetUp: boolean;
}

/** For the gate: from here on the request is theirs. */
export function letIn(response: Response, who: SignedIn): void {
  response.locals['signedIn'] = who;
}

/** Who sits there. Only behind the gate. */
export function signedIn(response: Response): SignedIn {
  const who = signedInOrNull(response);
  if (who === null) throw new TypeError('this route is not behind the gate of the desk');
  return who;
}

/** The same for pages that are in front of the gate too, such as those of errors. */
export function signedInOrNull(response: Response): SignedIn | null {
  return (response.locals['signedIn'] as SignedIn | undefined) ?? null;
}

/** A guard with the action that it asks for, so that a test can hold every route against the table. */
export type Guard = RequestHandler & { action: Action };

/**
 * Stands before every route of the desk. Where the action wants a fresh sign-in and there is none, a person is led to
 * it and back; a program is refused.
 */
export function may(action: Action): Guard {
  const handler: RequestHandler = (request, response, next) => {
    const { role, actor } = signedIn(response);
    if (!can(role, action)) return next(new Forbidden(action));
    if (permissions[action].fresh !== true || isFresh(actor.staff.authenticatedAt)) return next();
    if (request.accepts(['html', 'json']) === 'json') return next(new SignInAgain());
    return response.redirect(303, `/desk/sign-in-again?next=${encodeURIComponent(wayBack(request))}`);
  };
  return Object.assign(handler, { action });
}

/** The page that was asked for; for a form the page that it stood on. */
function wayBack(request: Request): string {
  if (request.method === 'GET' || request.method === 'HEAD') return request.originalUrl;
  const referer = request.get('referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).pathname : '/desk';
}

/** A path of the desk to go on to; `/desk` for whatever would lead elsewhere. */
export function deskPath(text: unknown): string {
  if (typeof text !== 'string' || !/^\/desk([/?][^\\\s]*)?$/.test(text)) return '/desk';
  const url = new URL(text, 'http://desk.invalid');
  const isDesk = url.host === 'desk.invalid' && /^\/desk(\/|$)/.test(url.pathname);
  return isDesk ? `${url.pathname}${url.search}` : '/desk';
}
