import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { type Membership, requireMembership } from '../membership.ts';
import { updateMembership } from '../queries/memberships.ts';
import { requireStripe } from '../stripe/reading.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import type { OwnAct } from './cancel.ts';
import { subscriptionOf } from './end-subscription.ts';
import { queueNotice } from './notice.ts';
import { NotNow, requireOwn } from './own.ts';

const longest = 3;

/**
 * Pauses a membership for one to three months. Stripe charges nothing meanwhile, and credits the days that are paid
 * and not used to the payment at the resumption; the sweep resumes it.
 * @throws InvalidInput, NotFound, NotNow where it is not active, or is to end
 */
export async function pauseMembership(
  services: Services,
  { subscriberId, membershipId, once, months }: OwnAct & { months: number },
  now: Date = new Date(),
): Promise<void> {
  if (!Number.isInteger(months) || months < 1 || months > longest)
    throw new InvalidInput(`a pause of ${months} months cannot be had; 1 to ${longest} can`);
  const membership = await requireOwn(services.db, subscriberId, membershipId, ['active', 'paused']);
  if (membership.state === 'paused') return;
  if (membership.cancelAt !== null)
    throw new NotNow(
      'cancelled',
      'your membership is cancelled; take the cancellation back before you pause it',
    );
  const resumeAt = inMonths(now, months);
  // Before Stripe is asked: who dies in between must leave no pause without an end.
  await updateMembership(services.db, membershipId, { resumeAt, resumeTriedAt: null });
  const id = subscriptionOf(membership);
  const key = `pause:${membershipId}:${once}`;
  await requireStripe(services).subscriptions.pause(
    id,
    {
      type: 'subscription',
      bill_for: { unused_time_from: { type: 'now' }, outstanding_usage_through: { type: 'none' } },
      invoicing_behavior: 'pending_invoice_item',
    },
    { idempotencyKey: key },
  );
  await syncSubscription(services, id, now);
  const day = await laterThanPause(services, membershipId, months, resumeAt);
  await queueNotice(services, membership, { act: 'paused', key, day }, now);
}

/** Stripe's clock may be ahead of ours: a pause ends after it has begun there, or the sweep would pass it over. */
async function laterThanPause({ db }: Services, id: number, months: number, resumeAt: Date): Promise<Date> {
  const { pausedAt } = await requireMembership(db, id);
  if (pausedAt === null || pausedAt < resumeAt) return resumeAt;
  const later = inMonths(pausedAt, months);
  await updateMembership(db, id, { resumeAt: later });
  return later;
}

/** The same day so many months later, or the last of that month. */
export function inMonths(from: Date, months: number): Date {
  const later = new Date(from);
  later.setUTCMonth(later.getUTCMonth() + months);
  if (later.getUTCDate() !== from.getUTCDate()) later.setUTCDate(0);
  return later;
}

/**
 * Resumes a membership by hand, before its day.
 * @throws NotFound, NotNow where it has ended
 */
export async function resumeMembership(
  services: Services,
  { subscriberId, membershipId, once }: OwnAct,
  now: Date = new Date(),
): Promise<void> {
  const membership = await requireOwn(services.db, subscriberId, membershipId, [
    'paused',
    'active',
    'past-due',
  ]);
  if (membership.state !== 'paused') return;
  await resume(services, membership, `resume:${membershipId}:${once}`, now);
}

/**
 * Resumes at Stripe, which charges for a new period less the credit. Where that payment fails the membership goes on
 * as one whose payment has failed; where Stripe leaves it paused it stays so.
 */
export async function resume(
  services: Services,
  membership: Membership,
  key: string,
  now: Date,
): Promise<Membership> {
  const id = subscriptionOf(membership);
  const params = {
    billing_cycle_anchor: { type: 'now' },
    payment_behavior: 'resume_on_payment_attempt',
  } as const;
  await requireStripe(services).subscriptions.resume(id, params, { idempotencyKey: key });
  await syncSubscription(services, id, now);
  const after = await requireMembership(services.db, membership.id);
  if (after.state === 'paused') return after;
  await updateMembership(services.db, membership.id, { resumeAt: null, resumeTriedAt: null });
  if (after.state === 'active')
    await queueNotice(services, after, { act: 'resumed', key: pauseOf(membership), day: null }, now);
  return after;
}

/** One resumption of a pause is told once, whoever made it. */
function pauseOf({ id, pausedAt }: Membership): string {
  return `${id}:${pausedAt?.toISOString() ?? ''}`;
}
