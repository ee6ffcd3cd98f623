import type { Db } from '../../db.ts';
import { queueMemberMail } from '../notices/queue-mail.ts';
import { endDunning, selectGraceDays, upsertDunning } from '../queries/dunnings.ts';
import { selectMembership } from '../queries/memberships.ts';
import { refreshAudience } from '../refresh-audience.ts';

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

const defaultGraceDays = 14;
const dayMs = 86_400_000;
// Whoever we hear of late has some days all the same.
const leastDays = 3;

/** Begins the grace time of a failed payment, once for an invoice; the mails are the sweep's. */
export async function noteFailedPayment(trx: Db, failed: FailedPayment, now: Date): Promise<void> {
  const { membershipId, invoiceId, amount, currency, needsAction, failedAt } = failed;
  const graceDays = (await selectGraceDays(trx)) ?? defaultGraceDays;
  // Stripe's clock may be ahead of ours; nobody waits for it to be told.
  const beganAt = failedAt < now ? failedAt : now;
  const until = Math.max(failedAt.getTime() + graceDays * dayMs, now.getTime() + leastDays * dayMs);
  await upsertDunning(trx, {
    membershipId,
    stripeInvoiceId: invoiceId,
    amount,
    currency,
    needsAction,
    beganAt,
    graceUntil: new Date(until),
    nextAt: beganAt,
  });
  await refreshMember(trx, membershipId, now);
}

/** What was written of a failure alone, with no change of the membership, tells as well that nobody is asked now. */
async function refreshMember(trx: Db, membershipId: number, now: Date): Promise<void> {
  const { subscriberId = null } = (await selectMembership(trx, membershipId)) ?? {};
  if (subscriberId !== null) await refreshAudience(trx, subscriberId, now);
}

/** The invoice is paid: whatever was asked for it stops at once, and who was asked is thanked. */
export async function noteSettledInvoice(
  trx: Db,
  { invoiceId, membershipId }: { invoiceId: string; membershipId: number },
  now: Date,
): Promise<void> {
  const ended = await endDunning(trx, invoiceId, 'recovered', now);
  if (ended === null) return;
  await refreshMember(trx, membershipId, now);
  if (ended.step === 0) return;
  await queueMemberMail(
    trx,
    {
      membershipId,
      kind: 'payment-recovered',
      key: `dunning:${ended.id}:recovered`,
      props: { dunningId: ended.id },
    },
    now,
  );
}

/** Nobody tries any more to collect the invoice. The membership's own end tells the patron. */
export async function noteLostInvoice(
  trx: Db,
  { invoiceId, membershipId }: { invoiceId: string; membershipId: number },
  now: Date,
): Promise<void> {
  if ((await endDunning(trx, invoiceId, 'lost', now)) !== null) await refreshMember(trx, membershipId, now);
}
