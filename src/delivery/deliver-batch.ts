import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { holdInHand } from './count-outcomes.ts';
import { type Batch, type Delivery, Group, type Obstacle } from './group.ts';
import { persist } from './persist.ts';
import {
  claimGroup,
  finishSend,
  holdSend,
  noteProgress,
  recordOutcomes,
  releaseLease,
  returnClaim,
  takeLease,
} from './queries/batches.ts';
import { whyUnsendable } from './sendable.ts';

const holdSeconds = 15;

/**
 * Delivers what is due of a batch, while this process holds its lease. Does nothing where another holds it, the
 * batch is finished, or the send is paused or held; so it may be called as often as one likes.
 * @param signal stops it between two messages; what is in hand is recorded
 */
export async function deliverBatch(
  delivery: Delivery,
  { editionId, batch }: Batch,
  signal: AbortSignal,
): Promise<void> {
  const { services } = delivery;
  const leaseId = randomUUID();
  const seconds = services.config.delivery.leaseSeconds;
  const holder = `${hostname()}:${process.pid}`;
  if (!(await takeLease(services.pool, { editionId, batch, leaseId, seconds, holder }))) return;
  const work = new BatchWork(delivery, { editionId, batch }, leaseId, signal);
  try {
    const reason = await whyUnsendable(services.db, services.config);
    if (reason !== null) work.obstacle = { reason, lasting: true };
    else await work.run();
    await noteObstacle(delivery, editionId, work.obstacle);
  } finally {
    await persist(() => releaseLease(services.pool, { editionId, batch, leaseId }));
  }
  await finishSend(services.pool, editionId);
}

/** Brakes the whole send: every other batch would meet the same. */
async function noteObstacle(
  { services }: Delivery,
  editionId: number,
  obstacle: Obstacle | null,
): Promise<void> {
  if (obstacle === null) return noteProgress(services.pool, editionId);
  const { reason, lasting } = obstacle;
  const seconds = holdSeconds * (1 + Math.random());
  await persist(() => holdSend(services.pool, editionId, { reason, lasting, seconds }));
  if (lasting) services.log.error({ editionId, reason }, 'a send was paused');
}

class BatchWork {
  /** Why nothing more can be handed over for now, or null. */
  obstacle: Obstacle | null = null;
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

  /** While one group is recorded, the next is handed over: the relay is not kept waiting. */
  async run(): Promise<void> {
    const inHand = new Set<Promise<void>>();
    const failures: unknown[] = [];
    while (this.obstacle === null && failures.length === 0 && !this.#signal.aborted) {
      const endTurn = await this.#delivery.turns.take();
      // Whatever happens here, the groups in hand are waited for: the lease is let go behind them.
      const group = await this.#claim().catch((error: unknown) => void failures.push(error));
      if (!group) {
        endTurn();
        break;
      }
      const done: Promise<void> = this.#finish(group)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          inHand.delete(done);
          endTurn();
        });
      inHand.add(done);
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
    const claim = { ...this.#batch, leaseId: this.#leaseId, seconds, attemptId, size };
    const rows = await claimGroup(pool, claim).catch(async (error: unknown) => {
      // The claim may have been written though its answer was lost; nothing of it was handed over.
      await persist(() => returnClaim(pool, { ...this.#batch, attemptId }));
      throw error;
    });
    if (rows.length === 0) return null;
    return new Group({ ...this.#delivery, ...this.#batch, attemptId, rows, leaseEnds, signal: this.#signal });
  }

  async #finish(group: Group): Promise<void> {
    const { services } = this.#delivery;
    const { outcomes, obstacle } = await holdInHand(services.metrics, group.rows, () => group.handOver());
    this.obstacle ??= obstacle;
    const target = { editionId: this.#batch.editionId, attemptId: group.attemptId };
    await persist(() => recordOutcomes(services.pool, target, outcomes));
  }
}
