import { AppError, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { claimStripeEvents, hasDueStripeEvents, settleStripeEvent } from '../queries/stripe-events.ts';
import { type Handled, ignored } from './handlers/handler.ts';
import { handlerOf } from './handlers/index.ts';
import { KeyRefused, withKeyWatch } from './key-refused.ts';
import type { StoredEvent, StoredObject } from './stored-event.ts';

const atOnce = 8;
// Longer than Stripe's SDK can take over all that one event asks for.
const leaseSeconds = 300;
// Tried for a day and a half; the nightly reconciliation finds what was left undone.
const maxAttempts = 40;
const firstPauseMs = 2_000;
const longestPauseMs = 3_600_000;

type Claimed = Awaited<ReturnType<typeof claimStripeEvents>>[number];

/** Whether any event waits to be worked on. */
export const hasStripeEventsDue = hasDueStripeEvents;

/**
 * Works on the events that are due, some at a time, until none is or the signal stops it.
 * @returns how many were taken up
 */
export async function handleStripeEvents(services: Services, signal: AbortSignal): Promise<number> {
  if (services.stripe === null) return 0;
  const inHand = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let taken = 0;
  while (!signal.aborted && failures.length === 0) {
    const claimed = await claimStripeEvents(services.db, atOnce - inHand.size, leaseSeconds);
    for (const one of claimed) {
      const done: Promise<void> = handleOne(services, one)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void inHand.delete(done));
      inHand.add(done);
    }
    taken += claimed.length;
    if (inHand.size === 0) break;
    if (inHand.size >= atOnce || claimed.length === 0) await Promise.race(inHand);
  }
  await Promise.all(inHand);
  if (failures.length > 0) throw failures[0];
  return taken;
}

async function handleOne(services: Services, claimed: Claimed): Promise<void> {
  const { id, type, attempts } = claimed;
  const { db, log, metrics } = services;
  try {
    const { state, reason } = await apply(services, claimed);
    await settleStripeEvent(db, id, { state, reason, handledAt: new Date() });
    metrics.stripeEvents.inc({ outcome: state });
    log.info(
      { event: id, type, reason },
      state === 'applied' ? 'a Stripe event was applied' : 'a Stripe event was ignored',
    );
  } catch (error) {
    // A key that is set right does it all; none of it is given up for that.
    const isLast = attempts >= maxAttempts && !(error instanceof KeyRefused);
    const reason = messageOf(error).slice(0, 500);
    await settleStripeEvent(
      db,
      id,
      isLast ? { state: 'failed', reason, handledAt: new Date() } : { reason, dueAt: next(attempts) },
    );
    metrics.stripeEvents.inc({ outcome: isLast ? 'failed' : 'again' });
    const level = isLast ? 'error' : 'warn';
    log[level](
      { err: error, event: id, type, attempts },
      isLast ? 'a Stripe event is given up' : 'a Stripe event failed; it is tried again',
    );
  }
}

async function apply(services: Services, { id, type, payload }: Claimed): Promise<Handled> {
  const handler = handlerOf(type);
  if (handler === null) return ignored('nothing is done about its type');
  const event: StoredEvent = { id, type, object: payload as StoredObject };
  try {
    const now = new Date();
    return await withKeyWatch(services, () => handler(services, event, now), now);
  } catch (error) {
    // What we refuse ourselves, as an object that we cannot have made, does not get better.
    if (error instanceof AppError && error.status < 500) return ignored(error.message);
    throw error;
  }
}

function next(attempts: number): Date {
  return new Date(Date.now() + Math.min(longestPauseMs, firstPauseMs * 2 ** attempts));
}
