import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../services.ts';
import { readFailedPayments } from './dunning/report.ts';
import { countMemberships } from './queries/memberships.ts';

const keptMs = 60_000;
const answerWithinMs = 3_000;
const yearMs = 365 * 86_400_000;
const outcomes = ['open', 'recovered', 'lost'] as const;

/**
 * Brings the gauges of memberships up to date, at most once a minute, however often it is called. Never throws: where
 * the database does not answer they say nothing.
 */
export function reportMembers({ db, log, metrics: { members } }: Services): () => Promise<void> {
  let readAt = -Infinity;
  const read = async (): Promise<void> => {
    const [counts, failed] = await Promise.all([
      countMemberships(db),
      readFailedPayments(db, new Date(Date.now() - yearMs)),
    ]);
    members.memberships.reset();
    for (const { state, rail, count } of counts) members.memberships.set({ state, rail }, count);
    for (const outcome of outcomes) members.failedPayments.set({ outcome }, failed[outcome].count);
  };
  return async () => {
    if (performance.now() - readAt < keptMs) return;
    readAt = performance.now();
    // A database that hangs must not keep the other metrics back.
    const late = sleep(answerWithinMs, undefined, { ref: false });
    const reading = read().catch((error: unknown) => {
      log.warn({ err: error }, 'the memberships could not be read for the metrics');
      members.memberships.reset();
      members.failedPayments.reset();
    });
    await Promise.race([reading, late]);
  };
}
