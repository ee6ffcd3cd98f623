import { AppError, messageOf } from '../../errors.ts';
import { inGroups } from '../../in-groups.ts';
import type { Services } from '../../services.ts';
import {
  claimStripeEvents,
  releaseStripeEvents,
  type SettledEvent,
  settleStripeEvents,
} from '../queries/stripe-events.ts';
import { type Handled, ignored } from './handlers/handler.ts';
import { handlerOf } from './handlers/index.ts';
import { KeyRefused, namingRefusal } from './key-refused.ts';
import type { StoredEvent, StoredObject } from './stored-event.ts';

const atOnce = 8;
// Leased by one statement; who is killed holds them back for the time of its lease.
const leasedAtOnce = 32;
// Longer than Stripe's SDK can take over all that one event asks for.
const leaseSeconds = 300;
// Tried for a day and a half; the nightly reconciliation finds what was left undone.
const maxAttempts = 40;
const firstPauseMs = 2_000;
const longestPauseMs = 3_600_000;

type Claimed = Awaited<ReturnType<typeof claimStripeEvents>>[number];

/**
 * Works on the events that are due, some at a time, until none is or the signal stops it.
 * @returns how many were taken up
 */
export async function handleStripeEvents(services: Services, signal: AbortSignal): Promise<number> {
  if (services.stripe === null) return 0;
  const { db } = services;
  const settle = inGroups(async (settled: SettledEvent[]) => {
    await settleStripeEvents(db, settled);
    return settled;
  });
  const inHand = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let waiting: Claimed[][] = [];
  let taken = 0;
  while (!signal.aborted && failures.length === 0) {
    if (waiting.length === 0) {
      const claimed = await claimStripeEvents(db, leasedAtOnce, leaseSeconds);
      waiting = alike(claimed);
      taken += claimed.length;
    }
    for (const some of waiting.splice(0, atOnce - inHand.size)) {
      const done: Promise<void> = handleAlike(services, some, settle)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => void inHand.delete(done));
      inHand.add(done);
    }
    if (inHand.size === 0) break;
    await Promise.race(inHand);
  }
  await Promise.all(inHand);
  const left = waiting.flat().map(({ id }) => id);
  if (left.length > 0) await releaseStripeEvents(db, left);
  if (failures.length > 0) throw failures[0];
  return taken - left.length;
}

/**
 * Events that name the same objects and of which the same is done, together: they are all stored by now, so that what
 * is fetched from now on is later than each of them.
 */
function alike(claimed: Claimed[]): Claimed[][] {
  const numbers = new Map<unknown, number>();
  const numberOf = (handler: unknown): number => {
    const number = numbers.get(handler) ?? numbers.size;
    numbers.set(handler, number);
    return number;
  };
  const keyOf = ({ type, payload }: Claimed) =>
    `${numberOf(handlerOf(type) ?? type)} ${JSON.stringify(payload)}`;
  return [...Map.groupBy(claimed, keyOf).values()];
}

type Settle = (settled: SettledEvent) => Promise<unknown>;

/** @param some events of which the same is done: it is done for the first of them */
async function handleAlike(services: Services, some: Claimed[], settle: Settle): Promise<void> {
  const [first] = some;
  if (first === undefined) return;
  const outcome = await apply(services, first).catch((error: unknown) => ({ error }));
  await Promise.all(
    some.map((one) =>
      'error' in outcome
        ? settleFailed(services, one, outcome.error, settle)
        : settleHandled(services, one, outcome, settle),
    ),
  );
}

async function settleHandled(
  { metrics, log }: Services,
  { id, type }: Claimed,
  { state, reason }: Handled,
  settle: Settle,
): Promise<void> {
  await settle({ id, state, reason, handledAt: new Date(), dueAt: null });
  metrics.stripeEvents.inc({ outcome: state });
  log.info(
    { event: id, type, reason },
    state === 'applied' ? 'a Stripe event was applied' : 'a Stripe event was ignored',
  );
}

async function settleFailed(
  { metrics, log }: Services,
  { id, type, attempts }: Claimed,
  error: unknown,
  settle: Settle,
): Promise<void> {
  // A key that is set right does it all; none of it is given up for that.
  const isLast = attempts >= maxAttempts && !(error instanceof KeyRefused);
  const reason = messageOf(error).slice(0, 500);
  await settle(
    isLast
      ? { id, state: 'failed', reason, handledAt: new Date(), dueAt: null }
      : { id, state: 'waiting', reason, handledAt: null, dueAt: next(attempts) },
  );
  metrics.stripeEvents.inc({ outcome: isLast ? 'failed' : 'again' });
  const level = isLast ? 'error' : 'warn';
  log[level](
    { err: error, event: id, type, attempts },
    isLast ? 'a Stripe event is given up' : 'a Stripe event failed; it is tried again',
  );
}

async function apply(services: Services, { id, type, payload }: Claimed): Promise<Handled> {
  const handler = handlerOf(type);
  if (handler === null) return ignored('nothing is done about its type');
  const event: StoredEvent = { id, type, object: payload as StoredObject };
  try {
    return await namingRefusal(() => handler(services, event, new Date()));
  } catch (error) {
    // What we refuse ourselves, as an object that we cannot have made, does not get better.
    if (error instanceof AppError && error.status < 500) return ignored(error.message);
    throw error;
  }
}

function next(attempts: number): Date {
  return new Date(Date.now() + Math.min(longestPauseMs, firstPauseMs * 2 ** attempts));
}
