import { sentences, written } from '../sentence.ts';
import type { Action, Role } from './permissions.ts';

export const en = {
  forbidden: (action: Action, roles: readonly Role[]) =>
    `your role does not allow this (${action}); it is for: ${roles.join(', ')}`,
  signInAgain: 'sign in again before this; a sign-in counts for ten minutes',
};

/** What is said of who may do what. */
export const say = sentences(written('accessErrors', en));
