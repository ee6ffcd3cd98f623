import { sentences } from '../sentence.ts';
import { deskWordsOf } from '../views/desk-words.ts';
import type { Role } from '../access/permissions.ts';

const en = {
  signedOut: 'you are not signed in, or no longer; sign in and do it again',
  lastOwner: 'this is the last owner; make somebody else an owner first',
  staffAlready: (address: string) => `${address} is of the staff already; change their role instead`,
  staffDisabled: (address: string) => `${address} is of the staff already; let them in again instead`,
  noInvitation: (id: number) => `there is no open invitation ${id}`,
  joinedAlready: (address: string) => `${address} is of the staff already; sign in with it`,
  noName: 'a name is needed: it stands beside what you do at the desk',
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

const uk: typeof en = {
  signedOut: 'ви не ввійшли або сеанс завершився; увійдіть і зробіть це ще раз',
  lastOwner: 'це останній власник; спершу зробіть власником когось іншого',
  staffAlready: (address) => `${address} уже в команді; натомість змініть роль`,
  staffDisabled: (address) => `${address} уже в команді; натомість знову відкрийте вхід`,
  noInvitation: (id) => `відкритого запрошення ${id} немає`,
  joinedAlready: (address) => `${address} уже в команді; увійдіть із цією адресою`,
  noName: 'потрібне ім’я: воно стоїть поруч із тим, що ви робите в редакції',
  noRole: (text, roles) =>
    `${text} — не роль; ролі такі: ${roles.map((role) => deskWordsOf('uk').roles[role].toLowerCase()).join(', ')}`,
  mayNotSignIn: (address) => `${address} не може ввійти; спершу відкрийте вхід`,
  nobody: (seen) => `у команді немає: ${seen}`,
  passkeyRefused: (why) => `цей ключ доступу не прийнято (${why})`,
  nothingToRecover: 'другого чинника ще немає, тож запасні коди нічого не замінили б',
  noApp: 'застосунку для кодів немає',
  noPasskey: 'такого ключа доступу у вас немає',
  lastFactor: 'тут потрібен другий чинник, а цей у вас останній; спершу додайте інший',
  appThere: 'застосунок для кодів уже налаштовано; спершу приберіть його',
  noOwnSender: 'власного відправника тут немає',
  defaultSender: 'відправника за замовчуванням не можна прибрати',
  senderChanged: 'хтось тим часом змінив цього відправника; погляньте ще раз',
  noKey: (id) => `ключа ${id} немає`,
  keyInUse: (name) => `ключ ${name} уже діє; спершу завершіть його або виберіть іншу назву`,
  keyName: (length) => `знаків у назві: ${length}; дозволено від 1 до 80`,
  keyScopes: (asked, scopes) =>
    `вибрано ${asked}; треба вибрати принаймні одне з дозволеного: ${scopes.join(', ')}`,
  keyDays: (days, most) => `строк дії, днів: ${days}; дозволено від 1 до ${most}`,
};

/** What is said of who works at the desk, how they come in, senders and keys. */
export const say = sentences<typeof en>({ en, uk });
