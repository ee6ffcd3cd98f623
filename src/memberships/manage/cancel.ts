import type { Stripe } from 'stripe';
import { NotFound } from '../../errors.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { declare } from '../declarations/declare.ts';
import { matchDeclaration } from '../declarations/match.ts';
import { requireMembership } from '../membership.ts';
import { updateMembership } from '../queries/memberships.ts';
import { isStripeAway, requireStripe } from '../stripe/reading.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import { endSubscription, subscriptionOf } from './end-subscription.ts';
import { queueNotice } from './notice.ts';
import { decideCancelling } from './owed-on-cancelling.ts';
import { NotNow, requireOwn } from './own.ts';

/** An act of somebody with a membership of their own. */
export interface OwnAct {
  subscriberId: number;
  membershipId: number;
  /** Of the form: sent twice, it is one act. */
  once: string;
}

export interface Cancellation extends OwnAct {
  when: 'now' | 'at-end';
  /** Why, in a word of ours and in theirs; '' where they did not say. */
  reason: string;
}

/**
 * Cancels a membership, at once or with what is paid for; a mail is its receipt. One that rests has no end that comes
 * by itself: it ends at once, and what is paid for and not used is paid back, as by a declaration; so is a credit. One whose payment
 * failed has nothing paid for left, and would be charged again: it ends at once. Where Stripe is away it is noted as a
 * declaration, which counts from now on and which the sweep carries out.
 * @returns what was done: `noted` is still to be carried out, `already` was done before
 * @throws NotFound, NotNow where it has ended
 */
export async function cancelMembership(
  services: Services,
  { subscriberId, membershipId, once, when, reason }: Cancellation,
  now: Date = new Date(),
): Promise<'cancelled' | 'noted' | 'already'> {
  const states = ['active', 'past-due', 'paused'] as const;
  const membership = await requireOwn(services.db, subscriberId, membershipId, [...states]);
  const act = { subscriberId, membershipId, once, reason: cleanLine(reason, 500) };
  if (membership.state === 'paused') return cancelByDeclaration(services, { ...act, atOnce: true }, now);
  const key = `cancel:${membershipId}:${once}`;
  const atOnce = when === 'now' || membership.state === 'past-due';
  if (!atOnce && membership.cancelAt !== null) return 'already';
  try {
    const { refunds, isCounted } = await decideCancelling(services, membership, now);
    if (refunds.length > 0 || !isCounted) return await cancelByDeclaration(services, { ...act, atOnce }, now);
    await endSubscription(services, membership, { key, reason: act.reason, atOnce }, now);
  } catch (error) {
    if (!isStripeAway(error)) throw error;
    services.log.warn(
      { err: error, membershipId },
      'Stripe is away: a cancellation is noted as a declaration',
    );
    return cancelByDeclaration(services, { ...act, atOnce }, now);
  }
  const after = await requireMembership(services.db, membershipId);
  const day = atOnce ? null : after.cancelAt;
  await queueNotice(services, after, { act: 'cancelled', key, day }, now);
  return 'cancelled';
}

/** A declaration of its owner's: its end and its refund are finished by the sweep where somebody dies in between. */
async function cancelByDeclaration(
  services: Services,
  { subscriberId, membershipId, once, reason, atOnce }: OwnAct & { reason: string; atOnce: boolean },
  now: Date,
): Promise<'cancelled' | 'noted'> {
  const person = await readPreferences(services, subscriberId);
  if (person === null) throw new NotFound('there is no such membership of yours');
  const { name, address } = person;
  const language = person.language ?? (await requirePublication(services.db)).language;
  const typed = { kind: 'cancel', name, address, about: 'membership', contract: '', language } as const;
  const form = { ...typed, own: membershipId, once: `account:${membershipId}:${once}` };
  const { id } = await declare(services, form, { ip: null, userAgent: null }, now);
  const owner = { kind: 'subscriber', name: `subscriber:${subscriberId}` } as const;
  const match = { declarationId: id, about: 'membership', contractId: membershipId, atOnce } as const;
  const { state } = await matchDeclaration(services, owner, match, now);
  if (reason !== '') await updateMembership(services.db, membershipId, { cancelReason: reason });
  return state === 'matched' ? 'noted' : 'cancelled';
}

/**
 * Takes a cancellation back, until it has taken effect.
 * @throws NotFound, NotNow where it has taken effect, or stays all the same
 */
export async function undoCancellation(
  services: Services,
  { subscriberId, membershipId, once }: OwnAct,
  now: Date = new Date(),
): Promise<void> {
  const membership = await requireOwn(services.db, subscriberId, membershipId, ['active', 'past-due']);
  if (membership.cancelAt === null) return;
  if (membership.cancelAt <= now) throw new NotNow('taken-effect', 'the cancellation has taken effect');
  const id = subscriptionOf(membership);
  const key = `undo:${membershipId}:${once}`;
  await clearEnds(services, id, key);
  await syncSubscription(services, id, now);
  const { cancelAt } = await requireMembership(services.db, membershipId);
  if (cancelAt !== null) throw new NotNow('not-undone', `Stripe still ends it on ${cancelAt.toISOString()}`);
  await updateMembership(services.db, membershipId, { cancelReason: null });
  await queueNotice(services, membership, { act: 'undone', key, day: null }, now);
}

/**
 * Clears both fields by which a subscription may end: what its period's end means, and a day of its own, as Stripe's
 * dashboard and Portal set it. Of the two one alone may be given at a time, and clearing the one may leave the other.
 */
async function clearEnds(services: Services, id: string, key: string): Promise<void> {
  const { subscriptions } = requireStripe(services);
  let now: Stripe.Subscription = await subscriptions.retrieve(id);
  if (now.cancel_at_period_end)
    now = await subscriptions.update(id, { cancel_at_period_end: false }, { idempotencyKey: `${key}:end` });
  if (now.cancel_at !== null)
    await subscriptions.update(id, { cancel_at: '' }, { idempotencyKey: `${key}:day` });
}
