import { setTimeout as sleep } from 'node:timers/promises';
import type { Services } from '../services.ts';
import { deleteOldAppeals } from './queries/appeals.ts';
import {
  clearOldInbound,
  deleteOldEvents,
  deleteOldReports,
  deleteOldServiceMails,
  deleteOldWindows,
  foldBatches,
  holdBatches,
  isSending,
  selectPrunable,
} from './queries/history.ts';

const day = 24 * 3_600_000;
// A transaction of some tenths of a second: what waits for it does not wait long.
const batchesAtOnce = 20;
const rowsAtOnce = 5_000;
// Longer than any cap looks back, and than what an appeal has brought is asked for.
const appealDays = 180;
// As long as mail is handed over, pruning takes a fifth of the time at the most, else half.
const restWhileSending = 4;
const restElse = 1;

export interface Pruned {
  deliveries: number;
  events: number;
  serviceMails: number;
  reports: number;
  inboundMails: number;
}

/**
 * Deletes detail that is older than `KEEP_DELIVERIES_DAYS`: of sends that have ended, news about persons, service mails
 * that are over, and what came back and did nothing. Counts, suppressions and the links of old mails stay. It may be
 * ended at any moment, and be run by several at once.
 */
export async function pruneHistory(
  services: Services,
  signal: AbortSignal,
  now: Date = new Date(),
): Promise<Pruned> {
  const { db, config, log } = services;
  const before = new Date(now.getTime() - config.keepDeliveriesDays * day);
  const pruned: Pruned = { deliveries: 0, events: 0, serviceMails: 0, reports: 0, inboundMails: 0 };
  for (const { editionId, pending } of await selectPrunable(db, before)) {
    if (pending > 0)
      log.error({ editionId, pending }, 'a send is over and has deliveries pending: its detail is kept');
    else pruned.deliveries += await inChunks(services, signal, () => pruneChunk(services, editionId, before));
  }
  const untilNone = (remove: typeof deleteOldEvents): Promise<number> =>
    inChunks(services, signal, async () => (await remove(db, before, rowsAtOnce)) || null);
  pruned.events = await untilNone(deleteOldEvents);
  pruned.serviceMails = await untilNone(deleteOldServiceMails);
  pruned.reports = await untilNone(deleteOldReports);
  pruned.inboundMails = await untilNone(clearOldInbound);
  await deleteOldWindows(db);
  await deleteOldAppeals(db, new Date(now.getTime() - appealDays * day));
  if (Object.values(pruned).some((count) => count > 0)) log.info(pruned, 'old detail was pruned');
  return pruned;
}

/** Null where nothing of the send is left, or somebody else prunes it. */
async function pruneChunk({ db }: Services, editionId: number, before: Date): Promise<number | null> {
  return db.transaction().execute(async (trx) => {
    const batches = await holdBatches(trx, editionId, before, batchesAtOnce);
    return batches.length === 0 ? null : foldBatches(trx, editionId, batches);
  });
}

/** Runs it with rests in between until it says null; gives how much it was. */
async function inChunks(
  { db }: Services,
  signal: AbortSignal,
  run: () => Promise<number | null>,
): Promise<number> {
  let total = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const count = await run();
    if (count === null) break;
    total += count;
    const rest = (performance.now() - began) * ((await isSending(db)) ? restWhileSending : restElse);
    await sleep(rest, undefined, { signal }).catch(() => {});
  }
  return total;
}
