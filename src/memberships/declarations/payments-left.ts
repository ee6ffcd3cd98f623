import type { Db } from '../../db.ts';
import { selectPaymentsOfContract, selectPromised } from '../queries/declarations.ts';
import { selectRefundsOf } from '../queries/payments.ts';
import type { Contract } from './contracts.ts';
import { readRefunds } from './declaration.ts';
import { sum } from './money.ts';
import type { PaymentRow } from './owed.ts';

/** What is left of each payment: less what was given back, what is on its way, and what was promised. */
export async function paymentsLeft(
  db: Db,
  declarationId: number,
  { membership, gift }: Contract,
): Promise<PaymentRow[]> {
  const membershipId = membership?.id ?? null;
  const payments = await selectPaymentsOfContract(db, {
    membershipId: gift === null ? membershipId : null,
    checkoutId: gift?.checkoutId ?? null,
  });
  const given = await selectRefundsOf(
    db,
    payments.map(({ id }) => id),
  );
  const promised = await selectPromised(db, declarationId, { membershipId, giftId: gift?.id ?? null });
  const owing = promised.flatMap(({ id, refunds }) =>
    readRefunds(refunds).map(({ paymentId, amount }) => {
      const made = given.filter((one) => one.declarationId === id && one.paymentId === paymentId);
      return { paymentId, amount: Math.max(0, amount - sum(made)) };
    }),
  );
  const of = (all: Array<{ paymentId: number; amount: number }>, id: number): number =>
    sum(all.filter(({ paymentId }) => paymentId === id));
  return payments.map((payment) => {
    const refunded = Math.max(payment.refunded, of(given, payment.id)) + of(owing, payment.id);
    return { ...payment, refunded: Math.min(payment.amount, refunded) };
  });
}
