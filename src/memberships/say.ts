import { sentences, written } from '../sentence.ts';

export const en = {
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

/** What is said of tiers, memberships and declarations. */
export const say = sentences(written('membershipErrors', en));
