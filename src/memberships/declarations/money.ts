import type { Bill, Bills } from '../stripe/fetch-bills.ts';
import type { Refund } from './declaration.ts';
import { type PaymentRow, spread, type Stand, standAfter } from './owed.ts';

/** What a declaration is decided by: what is left of the payments, and what was billed at Stripe. */
export interface Money {
  receivedAt: Date;
  payments: PaymentRow[];
  money: Bills;
}

/** How the money stands after these bills. */
function standOf(payments: PaymentRow[], bills: Bill[]): Stand {
  const paid = Map.groupBy(payments, ({ stripeInvoiceId }) => stripeInvoiceId);
  return standAfter(bills, new Map([...paid].map(([id, all]) => [id, sum(all.map(leftOf))])));
}

/** How it stands after all of them; of the credit what is at Stripe still, and what staff have taken out and paid there. */
export function standAtStripe({ bills, credit: atStripe, held }: Bills, payments: PaymentRow[]) {
  const stand = standOf(payments, bills);
  const credit = Math.min(stand.credit, atStripe);
  return { stand, credit, gone: Math.max(0, stand.credit - credit - held) };
}

/** All that was paid since the declaration, and what was owed when it was received. */
export function beforeAndSince(
  { receivedAt, payments, money }: Money,
  owed: (stand: Stand) => number,
): Refund[] {
  const { bills } = money;
  const since = payments.filter(({ settledAt }) => settledAt !== null && settledAt > receivedAt);
  const before = payments.filter((payment) => !since.includes(payment));
  const billed = bills.filter(({ at }) => at <= receivedAt);
  const { gone } = standAtStripe(money, payments);
  const left = Math.max(0, owed(standOf(before, billed)) - gone);
  return [...since.map(rest), ...spread(left, before, bills)].filter(({ amount }) => amount > 0);
}

/** All that is left of a payment. */
export function rest({ id, amount, refunded, currency }: PaymentRow): Refund {
  return { paymentId: id, amount: amount - refunded, currency };
}

function leftOf({ amount, refunded }: PaymentRow): { amount: number } {
  return { amount: amount - refunded };
}

/** What amounts come to. */
export function sum(all: Array<{ amount: number }>): number {
  return all.reduce((total, { amount }) => total + amount, 0);
}
