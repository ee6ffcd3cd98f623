import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../db.ts';
import type { QueueGauges } from '../metrics.ts';
import type { Services } from '../services.ts';
import {
  selectLiveCounts,
  selectLiveSends,
  selectQueueAges,
  selectUncertain,
} from './queries/queue-state.ts';
import { listRelays } from './relays/settings.ts';

const keptMs = 5_000;
const answerWithinMs = 3_000;

interface Clock {
  now?: () => number;
  answerMs?: number;
}

/**
 * Brings the gauges of the queues up to date, from the database at most every five seconds, however often it is
 * called. Never throws: where the database does not answer in time the gauges say nothing but that.
 */
export function reportQueues(
  { db, config, log, metrics: { queues } }: Services,
  { now = () => performance.now(), answerMs = answerWithinMs }: Clock = {},
): () => Promise<void> {
  let readAt = -Infinity;
  let reading: Promise<void> | null = null;
  const read = async (): Promise<void> => {
    try {
      show(queues, await readQueues(db, config));
    } catch (error) {
      log.warn({ err: error }, 'the queues could not be read for the metrics');
      showNothing(queues);
    }
    readAt = now();
  };
  return async () => {
    if (reading === null && now() - readAt < keptMs) return;
    reading ??= read().finally(() => {
      reading = null;
    });
    const late = await Promise.race([reading, sleep(answerMs, 'late' as const, { ref: false })]);
    if (late === 'late') showNothing(queues);
  };
}

type Queues = Awaited<ReturnType<typeof readQueues>>;

async function readQueues(db: Db, config: Services['config']) {
  const [ages, counts, uncertain, sends, relays] = [
    await selectQueueAges(db),
    await selectLiveCounts(db),
    await selectUncertain(db),
    await selectLiveSends(db),
    await listRelays(db, config),
  ];
  return { ages, counts, uncertain, sends, relays };
}

// Each is shown also where it is nought: what is not there cannot be told from what was not asked.
const pendingStates = ['waiting', 'sending', 'deferred'];
const sendStates = ['launching', 'sending', 'held', 'paused'];
const relayStates = ['ready', 'resting', 'failing', 'off'];

function show(gauges: QueueGauges, { ages, counts, uncertain, sends, relays }: Queues): void {
  const countOf = (rows: Array<{ state: string; count: number }>, state: string): number =>
    rows.find((row) => row.state === state)?.count ?? 0;
  gauges.databaseUp.set(1);
  gauges.oldestSeconds.set({ queue: 'deliveries' }, ages.deliveries);
  gauges.oldestSeconds.set({ queue: 'service-mails' }, ages.serviceMails);
  gauges.uncertain.set(uncertain);
  for (const state of pendingStates) gauges.pending.set({ state }, countOf(counts, state));
  for (const state of sendStates) gauges.sends.set({ state }, countOf(sends, state));
  for (const state of relayStates)
    gauges.relays.set({ state }, relays.filter((relay) => relay.state === state).length);
}

/** What was true a while ago is worse than nothing. */
function showNothing(gauges: QueueGauges): void {
  gauges.databaseUp.set(0);
  gauges.uncertain.remove();
  for (const gauge of [gauges.oldestSeconds, gauges.pending, gauges.sends, gauges.relays]) gauge.reset();
}
