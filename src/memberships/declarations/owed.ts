import type { Payments } from '../../db-schema.ts';
import type { Selectable } from 'kysely';
import type { Bill } from '../stripe/fetch-bills.ts';
import type { Refund } from './declaration.ts';
import { unusedPart } from './withdrawal-time.ts';

export type PaymentRow = Selectable<Payments>;

/** How a membership's money stands after its bills, in minor units. */
export interface Stand {
  /** Paid, and billed for nothing yet: it waits as credit at Stripe. */
  credit: number;
  /** The time that the last bill is for. */
  period: Bill['period'];
  /** What of that time's price was not paid with money that is still here: a gift of staff's, or paid back. */
  gap: number;
}

/**
 * Follows the money through the bills, the oldest first. What a bill comes to and was not paid for it was taken from the
 * credit; where that is not enough, nobody paid for it.
 * @param paid what was paid for each invoice and not given back
 */
export function standAfter(bills: Bill[], paid: Map<string | null, number>): Stand {
  let stand: Stand = { credit: 0, period: null, gap: 0 };
  for (const { invoiceId, credited, total, period } of bills) {
    // What was credited for earlier time is money only as far as that time was paid for.
    const notPaid = Math.min(credited, stand.gap);
    const left = stand.credit + (paid.get(invoiceId) ?? 0) - total - notPaid;
    stand = { credit: Math.max(0, left), period, gap: Math.max(0, -left) };
  }
  return stand;
}

/** What is owed to who ends a membership at this moment: the credit, and what is left of the time that is paid for. */
export function owedAt({ credit, period, gap }: Stand, at: Date): number {
  if (period === null) return credit;
  return credit + Math.max(0, unusedPart({ ...period, at }) - gap);
}

/** What of the time that the last bill is for was paid for. */
export function paidForTime({ period, gap }: Stand): number {
  return period === null ? 0 : Math.max(0, period.amount - gap);
}

/**
 * A sum as refunds of payments, those of the newest bills first; never more than is left of them.
 * @param kept what of the newest stays, because its time goes on: where all of them went back its rights would end
 */
export function spread(sum: number, payments: PaymentRow[], bills: Bill[], kept = 0): Refund[] {
  const place = new Map(bills.map(({ invoiceId }, index) => [invoiceId, index]));
  const placeOf = ({ stripeInvoiceId }: PaymentRow): number => place.get(stripeInvoiceId ?? '') ?? -1;
  let left = sum;
  let toKeep = kept;
  return payments
    .toSorted((one, other) => placeOf(other) - placeOf(one) || other.id - one.id)
    .flatMap(({ id: paymentId, amount: paid, refunded, currency }) => {
      const stays = Math.min(toKeep, paid - refunded);
      toKeep -= stays;
      const amount = Math.min(left, paid - refunded - stays);
      if (amount <= 0) return [];
      left -= amount;
      return [{ paymentId, amount, currency }];
    });
}
