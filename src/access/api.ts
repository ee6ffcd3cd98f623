import type { RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Actor } from './actor.ts';

/** What a key may open, each for a part of the API. A new one is a line here and a word at the desk. */
export const scopes = ['editions.read', 'subscribers.write'] as const;
export type Scope = (typeof scopes)[number];

/** The program that calls, as the gate in front of the API has found out by its key. */
export interface ApiCaller {
  keyId: number;
  scopes: readonly string[];
  /** As verbs and proofs take it: nothing is allowed it that is asked of `demand`. */
  actor: Actor;
}

/** The key does not open this (HTTP 403). */
class OutOfScope extends AppError {
  constructor(scope: Scope) {
    super('out_of_scope', 403, `this key does not open ${scope}; an owner makes one that does at /desk/keys`);
  }
}

/** For the gate: from here on the request is this caller's. */
export function letCallerIn(response: Response, caller: ApiCaller): void {
  response.locals['caller'] = caller;
}

/** Who calls. Only behind the gate. */
export function callerOf(response: Response): ApiCaller {
  const caller = response.locals['caller'] as ApiCaller | undefined;
  if (caller === undefined) throw new TypeError('this route is not behind the gate of the API');
  return caller;
}

/** Stands before every route of the API, with the scope that it asks for, so that a test can walk them. */
export function needs(scope: Scope): RequestHandler & { scope: Scope } {
  const handler: RequestHandler = (_request, response, next) => {
    next(callerOf(response).scopes.includes(scope) ? undefined : new OutOfScope(scope));
  };
  return Object.assign(handler, { scope });
}
