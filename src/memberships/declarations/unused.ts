import type { Selectable } from 'kysely';
import type { Payments } from '../../db-schema.ts';
import type { Refund } from './declaration.ts';
import { unusedPart } from './withdrawal-time.ts';

export type PaymentRow = Selectable<Payments>;
type Timed = PaymentRow & { periodStart: Date; periodEnd: Date; periodAmount: number };

/** Whether it is known which time the payments were for. */
export function isTimed(payments: PaymentRow[]): boolean {
  return payments.some(hasPeriod);
}

/**
 * What is paid back of the time that is paid for and not used, in minor units. The last payment tells that time and its
 * price: what was left of an earlier one was credited to it, so earlier payments give back what the last is too small for.
 */
export function unusedRefunds(payments: PaymentRow[], at: Date): Refund[] {
  const timed = payments
    .filter(hasPeriod)
    .toSorted((a, b) => b.periodStart.getTime() - a.periodStart.getTime() || b.id - a.id);
  const [last] = timed;
  if (last === undefined) return [];
  const { periodStart: from, periodEnd: until, periodAmount } = last;
  let left = unusedPart({ amount: periodAmount, from, until, at }) - last.refunded;
  return timed.flatMap(({ id: paymentId, amount: paid, refunded, currency }) => {
    const amount = Math.min(left, paid - refunded);
    if (amount <= 0) return [];
    left -= amount;
    return [{ paymentId, amount, currency }];
  });
}

function hasPeriod(payment: PaymentRow): payment is Timed {
  return payment.periodStart !== null && payment.periodEnd !== null && payment.periodAmount !== null;
}
