import { AppError } from '../errors.ts';
import type { Actor } from './actor.ts';
import { type Action, can, permissions } from './permissions.ts';
import { say } from './say.ts';

const freshMs = 10 * 60_000;

/** The role does not allow it (HTTP 403). */
export class Forbidden extends AppError {
  constructor(action: Action) {
    super('forbidden', 403, say.forbidden(action, permissions[action].roles));
  }
}

/** The role allows it, once its holder has signed in again (HTTP 403). */
export class SignInAgain extends AppError {
  constructor() {
    super('sign_in_again', 403, say.signInAgain);
  }
}

/** Whether somebody has proved lately that it is they. */
export function isFresh(authenticatedAt: Date, now: Date = new Date()): boolean {
  return now.getTime() - authenticatedAt.getTime() < freshMs;
}

/**
 * Asks the permission table, in a verb, whether an actor may do something. The system, its rules and who has the
 * machine's command line may; readers never.
 * @throws Forbidden or SignInAgain
 */
export function demand(actor: Actor, action: Action, now: Date = new Date()): void {
  if (actor.kind === 'system' || actor.kind === 'rule' || actor.kind === 'command-line') return;
  if (actor.kind !== 'staff' || actor.staff === undefined || !can(actor.staff.role, action))
    throw new Forbidden(action);
  if (permissions[action].fresh === true && !isFresh(actor.staff.authenticatedAt, now))
    throw new SignInAgain();
}
