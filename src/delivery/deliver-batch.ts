import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { holdInHand } from './count-outcomes.ts';
import { type Delivery, Group, type Obstacle } from './group.ts';
import { persist } from './persist.ts';
import { finishSend, holdSend, noteProgress, releaseLease, takeLease } from './queries/batches.ts';
import {
  type Batch,
  type Claim,
  type ClaimedRow,
  claimGroup,
  type Outcome,
  recordAndClaim,
  recordOutcomes,
  returnClaim,
} from './queries/groups.ts';
import { whyUnsendable } from './sendable.ts';
import { applyStopRules } from './stop-rules/apply.ts';

/** Whether a batch is still the one to work on. */
export type MayGoOn = () => Promise<boolean>;

const always: MayGoOn = () => Promise.resolve(true);
const holdSeconds = 15;
const stopRulesEveryMs = 250;

/**
 * Delivers what is due of a batch, while this process holds its lease. Does nothing where another holds it, the
 * batch is finished, or the send is paused or held; so it may be called as often as one likes.
 * @param signal stops it between two messages; what is in hand is recorded
 * @param mayGoOn asked after each group; a no gives the batch back, with what is left of it
 * @returns whether it was ours
 */
export async function deliverBatch(
  delivery: Delivery,
  { editionId, batch }: Batch,
  signal: AbortSignal,
  mayGoOn: MayGoOn = always,
): Promise<boolean> {
  const { services } = delivery;
  const leaseId = randomUUID();
  const seconds = services.config.delivery.leaseSeconds;
  const holder = `${hostname()}:${process.pid}`;
  if (!(await takeLease(services.pool, { editionId, batch, leaseId, seconds, holder }))) return false;
  const work = new BatchWork(delivery, { editionId, batch }, leaseId, signal, mayGoOn);
  try {
    const reason = await whyUnsendable(services.db, services.config);
    if (reason !== null) work.obstacle = { reason, lasting: true, seconds: null };
    else await work.run();
    await noteObstacle(delivery, editionId, work.obstacle);
  } finally {
    await persist(() => releaseLease(services.pool, { editionId, batch, leaseId }));
  }
  await finishSend(services.pool, editionId);
  return true;
}

/** Brakes the whole send: every other batch would meet the same. */
async function noteObstacle(
  { services }: Delivery,
  editionId: number,
  obstacle: Obstacle | null,
): Promise<void> {
  if (obstacle === null) return noteProgress(services.pool, editionId);
  const { reason, lasting } = obstacle;
  // Where it is known when the relay's limit frees, nobody asks before.
  const seconds = (obstacle.seconds ?? holdSeconds) + holdSeconds * Math.random();
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
  readonly #mayGoOn: MayGoOn;
  #stopRulesAt = -Infinity;

  constructor(delivery: Delivery, batch: Batch, leaseId: string, signal: AbortSignal, mayGoOn: MayGoOn) {
    this.#mayGoOn = mayGoOn;
    this.#delivery = delivery;
    this.#batch = batch;
    this.#leaseId = leaseId;
    this.#signal = signal;
  }

  /**
   * A group after the other: what became of one is recorded with the intent for the next, in one commit. The relay is
   * kept busy meanwhile by the other batch that this process works on.
   */
  async run(): Promise<void> {
    for (let group = await this.#claim(); group !== null; ) group = await this.#finish(group);
  }

  async #claim(): Promise<Group | null> {
    const { claim, leaseEnds } = this.#nextClaim();
    const { pool } = this.#delivery.services;
    const rows = await claimGroup(pool, claim).catch(async (error: unknown) => {
      await this.#giveBack(claim);
      throw error;
    });
    return this.#groupOf(claim, rows, leaseEnds);
  }

  /** Hands a group over and records it; gives the next one, or null where this is to end. */
  async #finish(group: Group): Promise<Group | null> {
    const { pool, metrics } = this.#delivery.services;
    const { outcomes, obstacle } = await holdInHand(metrics, group.rows, () => group.handOver());
    this.obstacle ??= obstacle;
    const attempt = { ...this.#batch, attemptId: group.attemptId };
    const record = () => persist(() => recordOutcomes(pool, attempt, outcomes));
    if (this.obstacle !== null || this.#signal.aborted || !(await this.#mayGoOn().catch(() => true))) {
      await record();
      return null;
    }
    const { claim, leaseEnds } = this.#nextClaim();
    const rows = await recordAndClaim(pool, attempt, outcomes, claim).catch(async () => {
      await record();
      await this.#giveBack(claim);
      return [];
    });
    await this.#applyStopRules(outcomes);
    // What was just given back as due is found by a claim of its own.
    return this.#groupOf(claim, rows, leaseEnds) ?? this.#claim();
  }

  /** Before more go to mailboxes that are not there: what is in hand still goes, and then the send is paused. */
  async #applyStopRules(outcomes: Outcome[]): Promise<void> {
    const hasHard = outcomes.some(({ state, replyClass }) => state === 'failed' && replyClass === 'hard');
    if (!hasHard || performance.now() - this.#stopRulesAt < stopRulesEveryMs) return;
    this.#stopRulesAt = performance.now();
    const { services } = this.#delivery;
    // The sweep asks as well: what fails here is found there.
    await applyStopRules(services, this.#batch.editionId).catch((error: unknown) =>
      services.log.warn({ err: error }, 'the stop rules could not be asked'),
    );
  }

  #nextClaim(): { claim: Claim; leaseEnds: number } {
    const { groupSize: size, leaseSeconds: seconds } = this.#delivery.services.config.delivery;
    // Our own clock from before the question: the lease lasts at least until then by the database's.
    const leaseEnds = performance.now() + seconds * 1000;
    const claim = { ...this.#batch, leaseId: this.#leaseId, seconds, attemptId: randomUUID(), size };
    return { claim, leaseEnds };
  }

  /** A claim may have been written though its answer was lost; nothing of it was handed over. */
  async #giveBack({ attemptId }: Claim): Promise<void> {
    await persist(() => returnClaim(this.#delivery.services.pool, { ...this.#batch, attemptId }));
  }

  #groupOf({ attemptId }: Claim, rows: ClaimedRow[], leaseEnds: number): Group | null {
    if (rows.length === 0) return null;
    return new Group({ ...this.#delivery, ...this.#batch, attemptId, rows, leaseEnds, signal: this.#signal });
  }
}
