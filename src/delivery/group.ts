import { messageOf } from '../errors.ts';
import type { Services } from '../services.ts';
import { classifyReply } from './classify.ts';
import type { MailCache } from './mails.ts';
import { type ClaimedRow, type Outcome, recheckGroup } from './queries.ts';
import { retrySeconds } from './retry.ts';
import type { Handover, Transport } from './transport.ts';

export interface Batch {
  editionId: number;
  batch: number;
}

/** What a worker delivers with. */
export interface Delivery {
  services: Services;
  transport: Transport;
  mails: MailCache;
}

interface GroupOptions extends Delivery, Batch {
  attemptId: string;
  rows: ClaimedRow[];
  /** By `performance.now()`. */
  leaseEnds: number;
  signal: AbortSignal;
}

export interface GroupResult {
  outcomes: Outcome[];
  /** What keeps every other row back too, or null. */
  obstacle: string | null;
}

// A "no" must not wait for long behind rows in hand, and a lease must cover the slowest hand-over.
const groupLifeMs = 10_000;
const recheckMs = 500;
const handoverMs = 30_000;

/** Rows in intent: written down as being handed over before the first of them is. */
export class Group {
  readonly attemptId: string;
  readonly #options: GroupOptions;
  readonly #began = performance.now();
  readonly #outcomes: Outcome[] = [];
  #obstacle: string | null = null;
  #checkedAt = performance.now();
  #checking: Promise<void> | null = null;
  #running = true;
  #withdrawn = new Set<number>();

  constructor(options: GroupOptions) {
    this.attemptId = options.attemptId;
    this.#options = options;
  }

  /** Hands the rows over, as many at a time as there are connections, and says what became of each. */
  async handOver(): Promise<GroupResult> {
    const queue = [...this.#options.rows];
    const worker = async (): Promise<void> => {
      for (let row = queue.shift(); row !== undefined; row = queue.shift()) {
        this.#outcomes.push(await this.#handOverRow(row));
      }
    };
    await Promise.all(Array.from({ length: this.#options.transport.connections }, worker));
    return { outcomes: this.#outcomes, obstacle: this.#obstacle };
  }

  async #handOverRow(row: ClaimedRow): Promise<Outcome> {
    const { mails, transport, editionId, services } = this.#options;
    if (!(await this.#mayHandOver(row))) return untouched(row);
    try {
      const { from, raw } = await mails.build(editionId, row);
      if (!(await this.#mayHandOver(row))) return untouched(row);
      return this.#judge(row, await transport.send({ from, to: row.address, raw }));
    } catch (error) {
      services.log.error(
        { err: error, editionId, subscriberId: row.subscriberId },
        'a mail could not be built',
      );
      this.#obstacle ??= `a mail could not be built: ${messageOf(error)}`;
      return untouched(row);
    }
  }

  /** Asked directly before each hand-over: is the lease still ours, the group young, and nobody against it? */
  async #mayHandOver(row: ClaimedRow): Promise<boolean> {
    const now = performance.now();
    if (now - this.#checkedAt > recheckMs) await this.#recheck();
    const inTime =
      performance.now() < this.#options.leaseEnds - handoverMs &&
      performance.now() - this.#began < groupLifeMs;
    return (
      inTime &&
      this.#running &&
      this.#obstacle === null &&
      !this.#options.signal.aborted &&
      !this.#withdrawn.has(row.subscriberId)
    );
  }

  /** One question for all who ask at the same time. */
  #recheck(): Promise<void> {
    const { services, editionId, batch } = this.#options;
    this.#checking ??= recheckGroup(services.pool, editionId, batch, this.attemptId)
      .then(({ running, withdrawn }) => {
        this.#running = running;
        this.#withdrawn = withdrawn;
        this.#checkedAt = performance.now();
      })
      .catch(() => {
        // Nobody can say "no" while the database is away, and nothing could be recorded: stop handing over.
        this.#running = false;
      })
      .finally(() => {
        this.#checking = null;
      });
    return this.#checking;
  }

  #judge(row: ClaimedRow, handover: Handover): Outcome {
    const { reply } = handover;
    const base = {
      subscriberId: row.subscriberId,
      reply,
      replyClass: null,
      reason: null,
      retryAfter: null,
      attempted: true,
    };
    if (handover.outcome === 'accepted') return { ...base, state: 'sent' };
    if (handover.outcome === 'uncertain')
      return { ...base, state: 'uncertain', reason: 'no reply came after the mail was handed over' };
    if (handover.outcome === 'unreachable') {
      this.#obstacle ??= `the relay could not be used: ${reply}`;
      return { ...untouched(row), reply };
    }
    if (handover.about === 'sender') {
      // The relay refuses who sends, not who receives: every other row would hear the same.
      this.#obstacle ??= `the relay refuses the sender: ${reply}`;
      return {
        ...untouched(row),
        reply,
        state: 'deferred',
        replyClass: 'sender',
        retryAfter: retrySeconds(1),
      };
    }
    if (handover.permanent) return { ...base, state: 'failed', replyClass: classifyReply(reply) };
    return { ...base, state: 'deferred', replyClass: 'soft', retryAfter: retrySeconds(row.attempt) };
  }
}

/** A row that goes back as it was. */
function untouched({ subscriberId }: ClaimedRow): Outcome {
  return {
    subscriberId,
    state: 'waiting',
    reply: null,
    replyClass: null,
    reason: null,
    retryAfter: null,
    attempted: false,
  };
}
