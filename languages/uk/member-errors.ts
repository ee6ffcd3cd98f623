import type { en as membershipErrorsEnglish } from '../../src/memberships/say.ts';
import type { en as staffErrorsEnglish } from '../../src/staff/say.ts';
import { desk } from './frames.ts';

export const staffErrors: typeof staffErrorsEnglish = {
  signedOut: 'ви не ввійшли або сеанс завершився; увійдіть і зробіть це ще раз',
  lastOwner: 'це останній власник; спершу зробіть власником когось іншого',
  staffAlready: (address) => `${address} уже в команді; натомість змініть роль`,
  staffDisabled: (address) => `${address} уже в команді; натомість знову відкрийте вхід`,
  noInvitation: (id) => `відкритого запрошення ${id} немає`,
  joinedAlready: (address) => `${address} уже в команді; увійдіть із цією адресою`,
  noName: 'потрібне ім’я: воно стоїть поруч із тим, що ви робите в редакції',
  noLanguage: (given, languages) => `мови ${given} редакція не має; є такі: ${languages.join(', ')}`,
  noRole: (text, roles) =>
    `${text} — не роль; ролі такі: ${roles.map((role) => desk.roles[role].toLowerCase()).join(', ')}`,
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

const states: Record<string, string> = {
  received: 'щойно надійшла',
  matched: 'уже має свій договір',
  refused: 'уже відхилена',
  done: 'уже виконана',
};
const stateOf = (state: string): string => states[state] ?? state;

export const membershipErrors: typeof membershipErrorsEnglish = {
  noTier: (name, known) => `рівня підтримки ${name} немає; є такі: ${known}`,
  tierThere: (slug) => `рівень підтримки ${slug} вже є`,
  noPrice: (tier, price, known) => `у рівня ${tier} немає ціни ${price}; є такі: ${known}`,
  pricedTwice: (price) => `ціну ${price} вказано двічі; у рівня вона одна`,
  leastAbovePrice: (least, price) => `найменша власна сума ${least} більша за ціну ${price}`,
  noMembership: (id) => `членства ${id} немає`,
  noStripe: (id) =>
    `членство ${id} оплачують через Stripe, а тут його не налаштовано: задайте STRIPE_SECRET_KEY, щоб спершу його скасувати`,
  paidByStripe: (id) =>
    `членство ${id} оплачують через Stripe: скасуйте його там або в обліковому записі людини, щоб більше нічого не списали`,
  declarationSettled: (id, state) => `заява ${id} ${stateOf(state)}`,
  declarationNotOpen: (id, state) =>
    `заява ${id} ${stateOf(state)}; відхилити можна лише ту, що щойно надійшла`,
  noDeclaration: (id) => `заяви ${id} немає`,
  nothingByHand: (id) => `за заявою ${id} більше нічого повертати вручну`,
  mayNotBeAdded: (address) =>
    `${address} додати не можна: людина відмовилася від усіх листів або її дані стерто`,
  erasedMeanwhile: (address) => `дані ${address} тим часом стерто`,
  referenceUsed: (reference, amount) => `призначення ${reference} вже стоїть за іншим платежем: ${amount}`,
};
