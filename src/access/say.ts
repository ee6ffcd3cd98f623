import { sentences } from '../sentence.ts';
import { deskWordsOf } from '../views/desk-words.ts';
import type { Action, Role } from './permissions.ts';

const en = {
  forbidden: (action: Action, roles: readonly Role[]) =>
    `your role does not allow this (${action}); it is for: ${roles.join(', ')}`,
  signInAgain: 'sign in again before this; a sign-in counts for ten minutes',
};

const uk: typeof en = {
  forbidden: (_action, roles) =>
    `ваша роль цього не дозволяє; це можуть: ${roles.map((role) => deskWordsOf('uk').roles[role].toLowerCase()).join(', ')}`,
  signInAgain: 'спершу увійдіть ще раз; вхід діє десять хвилин',
};

/** What is said of who may do what. */
export const say = sentences<typeof en>({ en, uk });
