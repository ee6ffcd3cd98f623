import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../db.ts';
import { messageOf } from '../errors.ts';
import { type Batch, type Delivery, Group, type GroupResult } from './group.ts';
import { claimGroup, finishSend, noteReason, recordOutcomes, releaseLease, takeLease } from './queries.ts';

const groupsInHand = 2;
const recordForMs = 90_000;
const unreachableWaitSeconds = 15;

/**
 * Delivers what is due of a batch, while this process holds its lease. Does nothing where another holds it, the
 * batch is finished, or the send is paused; so it may be called as often as one likes.
 * @param signal stops it between two messages; what is in hand is recorded
 */
export async function deliverBatch(
  delivery: Delivery,
  { editionId, batch }: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { pool, config } = delivery.services;
  const leaseId = randomUUID();
  const seconds = config.delivery.leaseSeconds;
  if (
    !(await takeLease(pool, { editionId, batch, leaseId, seconds, holder: `${hostname()}:${process.pid}` }))
  )
    return;
  const work = new BatchWork(delivery, { editionId, batch }, leaseId, signal);
  let waitSeconds = unreachableWaitSeconds;
  try {
    await work.run();
    waitSeconds = work.obstacle === null ? 0 : unreachableWaitSeconds * (1 + Math.random());
    await noteReason(pool, editionId, work.obstacle);
  } finally {
    await persist(() => releaseLease(pool, { editionId, batch, leaseId, waitSeconds }));
  }
  await finishSend(pool, editionId);
}

class BatchWork {
  /** Why nothing more can be handed over for now, or null. */
  obstacle: string | null = null;
  readonly #delivery: Delivery;
  readonly #batch: Batch;
  readonly #leaseId: string;
  readonly #signal: AbortSignal;

  constructor(delivery: Delivery, batch: Batch, leaseId: string, signal: AbortSignal) {
    this.#delivery = delivery;
    this.#batch = batch;
    this.#leaseId = leaseId;
    this.#signal = signal;
  }

  /** Two groups at a time: while one is recorded and the next is claimed, the relay is not kept waiting. */
  async run(): Promise<void> {
    const inHand = new Set<Promise<void>>();
    const failures: unknown[] = [];
    while (this.obstacle === null && failures.length === 0 && !this.#signal.aborted) {
      // Whatever happens here, the groups in hand are waited for: the lease is let go behind them.
      const group = await this.#claim().catch((error: unknown) => void failures.push(error));
      if (!group) break;
      const done: Promise<void> = this.#finish(group)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => inHand.delete(done));
      inHand.add(done);
      if (inHand.size >= groupsInHand) await Promise.race(inHand);
    }
    await Promise.all(inHand);
    const [failure] = failures;
    if (failure !== undefined) throw failure;
  }

  async #claim(): Promise<Group | null> {
    const { pool, config } = this.#delivery.services;
    const { groupSize: size, leaseSeconds: seconds } = config.delivery;
    const attemptId = randomUUID();
    // Our own clock from before the question: the lease lasts at least until then by the database's.
    const leaseEnds = performance.now() + seconds * 1000;
    const rows = await claimGroup(pool, { ...this.#batch, leaseId: this.#leaseId, seconds, attemptId, size });
    if (rows.length === 0) return null;
    return new Group({ ...this.#delivery, ...this.#batch, attemptId, rows, leaseEnds, signal: this.#signal });
  }

  async #finish(group: Group): Promise<void> {
    const result: GroupResult = await group.handOver();
    if (result.obstacle !== null) this.obstacle = result.obstacle;
    const { services, transport } = this.#delivery;
    const target = { editionId: this.#batch.editionId, attemptId: group.attemptId, relay: transport.relay };
    await persist(() => recordOutcomes(services.pool, target, result.outcomes));
  }
}

/** Tries again while the database restarts, and after a deadlock; after that the rows are in doubt, as after a kill. */
async function persist<T>(run: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + recordForMs;
  for (let wait = 100; ; wait = Math.min(wait * 2, 3_000)) {
    try {
      return await run();
    } catch (error) {
      if (!isPassing(error) || performance.now() > giveUpAt)
        throw new Error(`outcomes could not be recorded: ${messageOf(error)}`, { cause: error });
      await sleep(wait);
    }
  }
}
