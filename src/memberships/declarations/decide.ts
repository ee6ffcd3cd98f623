import type { Db } from '../../db.ts';
import type { Membership } from '../membership.ts';
import { selectPaymentsOfContract, selectPromised } from '../queries/declarations.ts';
import type { Contract } from './contracts.ts';
import { type Declaration, readRefunds, type Refund } from './declaration.ts';
import { isTimed, type PaymentRow, unusedRefunds } from './unused.ts';
import { withdrawalOf } from './withdrawable.ts';
import { unusedPart } from './withdrawal-time.ts';

/** What a declaration does to its contract. */
export interface Decision {
  outcome: 'end' | 'too-late';
  /** When the membership ends; in the past or now: at once. */
  endsAt: Date;
  refunds: Refund[];
  /** Until when one may, or might, withdraw; null where that is not the question. */
  mayUntil: Date | null;
}

/**
 * Decides by what stood when the declaration was received, whenever it is matched. What another declaration about the
 * same contract pays back is not paid back again.
 */
export async function decide(
  db: Db,
  declaration: Pick<Declaration, 'id' | 'kind' | 'receivedAt'>,
  contract: Contract,
  now: Date,
): Promise<Decision> {
  const decision = await decideAlone(db, declaration, contract, now);
  const of = { membershipId: contract.membership?.id ?? null, giftId: contract.gift?.id ?? null };
  const promised = await selectPromised(db, declaration.id, of);
  const taken = new Set(promised.flatMap(readRefunds).map(({ paymentId }) => paymentId));
  return { ...decision, refunds: decision.refunds.filter(({ paymentId }) => !taken.has(paymentId)) };
}

async function decideAlone(
  db: Db,
  declaration: Pick<Declaration, 'kind' | 'receivedAt'>,
  contract: Contract,
  now: Date,
): Promise<Decision> {
  if (declaration.kind === 'withdraw') return withdrawal(db, declaration.receivedAt, contract, now);
  if (contract.membership === null) return { outcome: 'end', endsAt: now, refunds: [], mayUntil: null };
  return cancellation(db, declaration.receivedAt, contract.membership, now);
}

/** A renewal that was charged after the declaration is given back, and what a pause has left unused. */
async function cancellation(db: Db, receivedAt: Date, membership: Membership, now: Date): Promise<Decision> {
  const { rail, state, periodEnd, cancelAt, until, pausedAt } = membership;
  const decision = { outcome: 'end' as const, refunds: [], mayUntil: null };
  if (rail !== 'stripe') return { ...decision, endsAt: until ?? now };
  const paid = await selectPaymentsOfContract(db, { membershipId: membership.id, checkoutId: null });
  // The credit for what the pause left unused would lapse with the membership.
  if (state === 'paused') return { ...decision, endsAt: now, refunds: unusedRefunds(paid, pausedAt ?? now) };
  const later = paid.filter(({ settledAt }) => settledAt !== null && settledAt > receivedAt);
  const { periodStart } = membership;
  // A period that begins in our future is one of a clock of Stripe's that is ahead: that tells nothing of a renewal.
  if (periodStart !== null && periodStart > receivedAt && periodStart <= now)
    return { ...decision, endsAt: periodStart, refunds: later.map(rest) };
  // Nothing paid for is left, and Stripe would try again to charge what was not paid.
  if (state === 'past-due') return { ...decision, endsAt: now };
  return { ...decision, endsAt: cancelAt ?? periodEnd ?? now };
}

async function withdrawal(db: Db, receivedAt: Date, contract: Contract, now: Date): Promise<Decision> {
  const { membership, gift } = contract;
  const { mayUntil, immediateStart } = await withdrawalOf(db, contract, now);
  if (receivedAt >= mayUntil) return { outcome: 'too-late', endsAt: now, refunds: [], mayUntil };
  const membershipId = gift === null ? (membership?.id ?? null) : null;
  const payments = await selectPaymentsOfContract(db, { membershipId, checkoutId: gift?.checkoutId ?? null });
  const began = immediateStart ? membership : null;
  const refunds =
    began === null
      ? payments.map(rest)
      : isTimed(payments)
        ? unusedRefunds(payments, usedUntil(began, receivedAt))
        : payments.map((payment) => ofWholeTime(payment, contract, usedUntil(began, receivedAt)));
  return { outcome: 'end', endsAt: now, refunds: refunds.filter(({ amount }) => amount > 0), mayUntil };
}

/** What is used is used until the declaration, or until the membership rested or ended before it. */
function usedUntil({ pausedAt, endedAt }: Membership, receivedAt: Date): Date {
  const moments = [receivedAt, pausedAt, endedAt].flatMap((at) => at?.getTime() ?? []);
  return new Date(Math.min(...moments));
}

/** A gift, or a transfer: each payment was for the whole of its time. */
function ofWholeTime(payment: PaymentRow, contract: Contract, at: Date): Refund {
  const { membership, gift } = contract;
  const from = startOf(payment, contract);
  const until = (gift === null ? membership?.periodEnd : membership?.until) ?? null;
  if (from === null || until === null) return rest(payment);
  const amount = unusedPart({ amount: payment.amount, from, until, at }) - payment.refunded;
  return { paymentId: payment.id, amount: Math.max(0, amount), currency: payment.currency };
}

/** From when on a payment is used up: a gift's from its claim. */
function startOf({ settledAt }: { settledAt: Date | null }, { membership, gift }: Contract): Date | null {
  if (gift !== null) return membership?.since ?? null;
  const since = membership?.since ?? null;
  return since !== null && settledAt !== null && settledAt < since ? since : settledAt;
}

function rest({ id, amount, refunded, currency }: PaymentRow): Refund {
  return { paymentId: id, amount: amount - refunded, currency };
}
