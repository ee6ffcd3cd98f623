import type { Db } from '../../db.ts';
import type { Membership } from '../membership.ts';
import { type Bills, noBills } from '../stripe/fetch-bills.ts';
import type { Contract } from './contracts.ts';
import type { Declaration, Refund } from './declaration.ts';
import { beforeAndSince, type Money, rest, standAtStripe, sum } from './money.ts';
import { owedAt, paidForTime, type PaymentRow, spread } from './owed.ts';
import { paymentsLeft } from './payments-left.ts';
import { withdrawalOf } from './withdrawable.ts';
import { unusedPart } from './withdrawal-time.ts';

/** What a declaration does to its contract. */
export interface Decision {
  outcome: 'end' | 'too-late';
  /** When the membership ends; in the past or now: at once. */
  endsAt: Date;
  refunds: Refund[];
  /** What of the refunds stands as credit at Stripe, and is to be taken out there. */
  credit: number;
  /** False: what is paid back is counted once Stripe has told the bills, and a debit has arrived or failed. */
  isCounted: boolean;
  /** Until when one may, or might, withdraw; null where that is not the question. */
  mayUntil: Date | null;
}

type Declared = Pick<Declaration, 'id' | 'kind' | 'receivedAt'>;

/**
 * Decides by what stood when the declaration was received, whenever it is matched. What another declaration about the
 * same contract pays back is not paid back again.
 * @param bills of a membership at Stripe; null: they are not known yet
 */
export async function decide(
  db: Db,
  declaration: Declared,
  contract: Contract,
  { now, bills }: { now: Date; bills: Bills | null },
): Promise<Decision> {
  const { membership } = contract;
  const isAtStripe = contract.gift === null && membership?.rail === 'stripe';
  const money = isAtStripe ? bills : noBills;
  const payments = money === null ? [] : await paymentsLeft(db, declaration.id, contract);
  const of = { receivedAt: declaration.receivedAt, payments, money: money ?? noBills };
  const decision =
    declaration.kind === 'withdraw'
      ? await withdrawal(db, of, contract, now)
      : membership === null
        ? { ...nothing, endsAt: now }
        : cancellation(of, membership, now);
  // What lasts until its end pays the credit back alone: that does not hang on a debit that is on its way.
  const hangs = money?.isPending === true && decision.endsAt <= now;
  return { ...decision, isCounted: money !== null && !hangs };
}

const nothing = { outcome: 'end' as const, refunds: [], credit: 0, mayUntil: null };
type Decided = Omit<Decision, 'isCounted'>;

/** The credit is given back, what a pause has left unused, and a renewal that was charged after the declaration. */
function cancellation({ receivedAt, payments, money }: Money, membership: Membership, now: Date): Decided {
  const { rail, state, periodStart, periodEnd, cancelAt, until, pausedAt } = membership;
  if (rail !== 'stripe') return { ...nothing, endsAt: until ?? now };
  const { bills } = money;
  const { stand, credit } = standAtStripe(money, payments);
  const back = (amount: number, kept = 0) => ({
    ...nothing,
    refunds: spread(amount, payments, bills, kept),
    credit,
  });
  // What the pause has put aside for the next payment would lapse with the membership.
  if (state === 'paused') return { ...back(owedAt({ ...stand, credit }, pausedAt ?? now)), endsAt: now };
  // A period that begins in our future is one of a clock of Stripe's that is ahead: that tells nothing of a renewal.
  if (periodStart !== null && periodStart > receivedAt && periodStart <= now) {
    const rested = restedSince(membership, receivedAt);
    const refunds = beforeAndSince({ receivedAt, payments, money }, (before) =>
      rested === null ? before.credit : owedAt(before, rested),
    );
    return { ...nothing, endsAt: periodStart, refunds, credit };
  }
  // Of what was paid nothing is left but what was credited to the open payment, and Stripe would try again to charge it.
  if (isBehind(membership, { receivedAt, payments, money }))
    return { ...back(owedAt({ ...stand, credit }, receivedAt)), endsAt: now };
  const endsAt = state === 'ended' ? now : (cancelAt ?? periodEnd ?? now);
  return { ...back(credit, paidForTime(stand)), endsAt };
}

/** Its last payment had not arrived when the declaration was received; that has ended it, or will. */
function isBehind({ state }: Membership, { receivedAt, payments, money }: Money): boolean {
  if (state !== 'ended') return state === 'past-due';
  const last = money.bills.at(-1);
  const isSince = ({ stripeInvoiceId, settledAt }: PaymentRow): boolean =>
    stripeInvoiceId === last?.invoiceId && settledAt !== null && settledAt > receivedAt;
  return last?.isOpen === true || (last !== undefined && payments.some(isSince));
}

async function withdrawal(db: Db, of: Money, contract: Contract, now: Date): Promise<Decided> {
  const { receivedAt, payments, money } = of;
  const { mayUntil, immediateStart } = await withdrawalOf(db, contract, now);
  if (receivedAt >= mayUntil) return { ...nothing, outcome: 'too-late', endsAt: now, mayUntil };
  const began = immediateStart ? contract.membership : null;
  const { credit, gone } = standAtStripe(money, payments);
  const refunds =
    began === null
      ? spread(Math.max(0, sum(payments.map(rest)) - gone), payments, money.bills)
      : money.bills.length > 0
        ? beforeAndSince(of, (stand) => owedAt(stand, usedUntil(began, receivedAt)))
        : payments.map((payment) => ofWholeTime(payment, contract, usedUntil(began, receivedAt)));
  return { ...nothing, endsAt: now, refunds: refunds.filter(({ amount }) => amount > 0), credit, mayUntil };
}

/** What is used is used until the declaration, or until the membership rested or ended before it. */
function usedUntil(membership: Membership, receivedAt: Date): Date {
  const { pausedAt, endedAt } = membership;
  const rested = restedSince(membership, receivedAt);
  const moments = [receivedAt, pausedAt, endedAt, rested].flatMap((at) => at?.getTime() ?? []);
  return new Date(Math.min(...moments));
}

/** Since when it rested at this moment, where it has been resumed since; null: it did not. */
function restedSince({ restedFrom, restedUntil }: Membership, at: Date): Date | null {
  if (restedFrom === null || restedUntil === null) return null;
  return restedFrom <= at && at < restedUntil ? restedFrom : null;
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
