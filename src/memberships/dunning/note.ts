import type { Db } from '../../db.ts';
import { endDunning, selectGraceDays, upsertDunning } from '../queries/dunnings.ts';

/** A payment that failed, as Stripe has it; the amount in minor units. */
export interface FailedPayment {
  membershipId: number;
  invoiceId: string;
  amount: number;
  currency: string;
  /** The bank wants the patron to confirm. */
  needsAction: boolean;
  failedAt: Date;
}

export const defaultGraceDays = 14;
const dayMs = 86_400_000;

/** Begins the grace time of a failed payment, once for an invoice. */
export async function noteFailedPayment(trx: Db, failed: FailedPayment, _now: Date): Promise<void> {
  const { membershipId, invoiceId, amount, currency, needsAction, failedAt } = failed;
  const graceDays = (await selectGraceDays(trx)) ?? defaultGraceDays;
  await upsertDunning(trx, {
    membershipId,
    stripeInvoiceId: invoiceId,
    amount,
    currency,
    needsAction,
    beganAt: failedAt,
    graceUntil: new Date(failedAt.getTime() + graceDays * dayMs),
  });
}

/** The invoice is paid: whatever was asked for it stops at once. */
export async function noteSettledInvoice(
  trx: Db,
  { invoiceId }: { invoiceId: string; membershipId: number },
  now: Date,
): Promise<void> {
  await endDunning(trx, invoiceId, 'recovered', now);
}

/** Nobody tries any more to collect the invoice. */
export async function noteLostInvoice(
  trx: Db,
  { invoiceId }: { invoiceId: string; membershipId: number },
  now: Date,
): Promise<void> {
  await endDunning(trx, invoiceId, 'lost', now);
}
