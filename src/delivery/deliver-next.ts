import { deliverBatch } from './deliver-batch.ts';
import { GiveWay } from './give-way.ts';
import type { Delivery } from './group.ts';
import { chooseBatch } from './queries/fairness.ts';

// Others were quicker so often: there are more workers than batches.
const maxMisses = 20;

/**
 * Delivers batch after batch until nothing is due: the one that is next by the tables, whatever hint has led here. That is
 * one of the send with the highest priority; among equals, of the one that the fewest are at work on and that has waited
 * longest. Where another send should go first meanwhile, the batch is given back, and the next one is chosen anew.
 * @param signal stops it between two messages
 */
export async function deliverNext(delivery: Delivery, signal: AbortSignal): Promise<void> {
  const { pool } = delivery.services;
  let misses = 0;
  while (!signal.aborted && misses < maxMisses) {
    const batch = await chooseBatch(pool);
    if (batch === null) return;
    const giveWay = new GiveWay(pool, batch.editionId);
    const wasOurs = await deliverBatch(delivery, batch, signal, () => giveWay.mayGoOn());
    misses = wasOurs ? 0 : misses + 1;
  }
}
