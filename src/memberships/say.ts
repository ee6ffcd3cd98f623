import { sentences } from '../sentence.ts';

const en = {
  noTier: (name: string, known: string) => `there is no tier ${name}; there are: ${known}`,
  tierThere: (slug: string) => `there is already a tier ${slug}`,
  noPrice: (tier: string, price: string, known: string) => `${tier} has no price ${price}; it has: ${known}`,
  pricedTwice: (price: string) => `${price} is priced twice; a tier has one price for each`,
  leastAbovePrice: (least: string, price: string) =>
    `the least amount of one's own, ${least}, is above the price of ${price}`,
  noMembership: (id: number) => `there is no membership ${id}`,
  noStripe: (id: number) =>
    `membership ${id} is paid through Stripe, and no account is configured here: set STRIPE_SECRET_KEY, so that it is cancelled first`,
  paidByStripe: (id: number) =>
    `membership ${id} is paid through Stripe: cancel it there or by the person's account, so that nothing more is charged`,
  declarationSettled: (id: number, state: string) => `declaration ${id} is ${state} already`,
  declarationNotOpen: (id: number, state: string) =>
    `declaration ${id} is ${state}; only a received one is refused`,
  noDeclaration: (id: number) => `there is no declaration ${id}`,
  nothingByHand: (id: number) => `nothing is left to be paid back by hand of declaration ${id}`,
  mayNotBeAdded: (address: string) =>
    `${address} may not be added: the person has said no to all mail, or was erased`,
  erasedMeanwhile: (address: string) => `${address} was erased meanwhile`,
  referenceUsed: (reference: string, amount: string) =>
    `the reference ${reference} stands for another payment already: ${amount}`,
};

const states: Record<string, string> = {
  received: 'щойно надійшла',
  matched: 'уже має свій договір',
  refused: 'уже відхилена',
  done: 'уже виконана',
};
const stateOf = (state: string): string => states[state] ?? state;

const uk: typeof en = {
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

/** What is said of tiers, memberships and declarations. */
export const say = sentences<typeof en>({ en, uk });
