import { sentences, written } from '../sentence.ts';
import type { Role } from '../access/permissions.ts';

export const en = {
  signedOut: 'you are not signed in, or no longer; sign in and do it again',
  lastOwner: 'this is the last owner; make somebody else an owner first',
  staffAlready: (address: string) => `${address} is of the staff already; change their role instead`,
  staffDisabled: (address: string) => `${address} is of the staff already; let them in again instead`,
  noInvitation: (id: number) => `there is no open invitation ${id}`,
  joinedAlready: (address: string) => `${address} is of the staff already; sign in with it`,
  noName: 'a name is needed: it stands beside what you do at the desk',
  noLanguage: (given: string, languages: readonly string[]) =>
    `the desk is not written in ${given}; it is in ${languages.join(', ')}`,
  noRole: (text: string, roles: readonly Role[]) => `${text} is no role: ${roles.join(', ')} are`,
  mayNotSignIn: (address: string) => `${address} may not sign in; enable them first`,
  nobody: (seen: string) => `nobody of the staff is ${seen}; "staff list" shows them`,
  passkeyRefused: (why: string) => `this passkey was not accepted: ${why}`,
  nothingToRecover: 'there is no second factor yet that recovery codes could stand in for',
  noApp: 'there is no app for codes',
  noPasskey: 'there is no such passkey of yours',
  lastFactor: 'a second factor is required here, and this is your last; set up another one first',
  appThere: 'an app for codes is set up already; remove it first',
  noOwnSender: 'it has no sender of its own',
  defaultSender: 'the default sender cannot be removed',
  senderChanged: 'somebody has changed this sender meanwhile; look at it again',
  noKey: (id: number) => `there is no key ${id}; "keys list" shows them`,
  keyInUse: (name: string) => `a key ${name} is in use; end that first, or take another name`,
  keyName: (length: number) => `the name has ${length} characters; 1 to 80 are allowed`,
  keyScopes: (asked: string, scopes: readonly string[]) =>
    `the scopes are ${asked}; one or more of ${scopes.join(', ')} are allowed`,
  keyDays: (days: number, most: number) => `it is to end after ${days} days; 1 to ${most} are allowed`,
};

/** What is said of who works at the desk, how they come in, senders and keys. */
export const say = sentences(written('staffErrors', en));
