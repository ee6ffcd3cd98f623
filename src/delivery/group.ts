import { messageOf } from '../errors.ts';
import type { Services } from '../services.ts';
import { classifyOwnReply } from './blame.ts';
import { deferralOf } from './destinations/deferral.ts';
import type { Cooling, Heard } from './destinations/destinations.ts';
import { KeptBack } from './destinations/kept-back.ts';
import type { Aim } from './destinations/open-relays.ts';
import { isGreylisting } from './destinations/read-reply.ts';
import type { MailCache } from './mails.ts';
import {
  type Attempt,
  type ClaimedRow,
  hasSent,
  type Outcome,
  recheckGroup,
  untouched,
} from './queries/groups.ts';
import { retrySeconds } from './retry.ts';
import type { Sent, Transport } from './transport.ts';
import { because } from './say.ts';

/** What a worker delivers with. */
export interface Delivery {
  services: Services;
  transport: Transport;
  mails: MailCache;
}

interface GroupOptions extends Delivery, Attempt {
  rows: ClaimedRow[];
  /** By `performance.now()`. */
  leaseEnds: number;
  signal: AbortSignal;
}

/** What keeps every other row of the send back too. */
export interface Obstacle {
  reason: string;
  /** It does not pass by itself: a person must look, and let the send go on. */
  lasting: boolean;
  /** How long it keeps us, where that is known. */
  seconds: number | null;
}

export interface GroupResult {
  outcomes: Outcome[];
  obstacle: Obstacle | null;
}

// A "no" must not wait for long behind rows in hand, and a lease must cover the slowest hand-over.
const groupLifeMs = 10_000;
const recheckMs = 500;
const handoverMs = 30_000;
// One is on its way, and the next is made: the relay is told of it with the end of the one before.
const perConnection = 2;
// So many refusals of who sends or what is sent, and not one mail taken: it is not the recipients' fault.
const blamesForStop = 5;

/** Rows in intent: written down as being handed over before the first of them is. */
export class Group {
  readonly attemptId: string;
  readonly rows: ClaimedRow[];
  readonly #options: GroupOptions;
  readonly #began = performance.now();
  readonly #outcomes: Outcome[] = [];
  readonly #keptBack = new KeptBack<ClaimedRow>();
  #obstacle: Obstacle | null = null;
  #checkedAt = performance.now();
  #checking: Promise<void> | null = null;
  #running = true;
  #withdrawn = new Set<number>();

  constructor(options: GroupOptions) {
    this.attemptId = options.attemptId;
    this.rows = options.rows;
    this.#options = options;
  }

  /** Hands the rows over, and says what became of each. */
  async handOver(): Promise<GroupResult> {
    let queue: Aimed[] = this.#options.rows.map((row) => ({ row, aim: aimOf(row) }));
    while (queue.length > 0) {
      await this.#handOverAll(queue);
      queue = await this.#settleKeptBack();
    }
    const outcomes = await this.#absolve(this.#outcomes);
    return { outcomes, obstacle: this.#obstacle };
  }

  async #handOverAll(queue: Aimed[]): Promise<void> {
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const outcome = await this.#handOverRow(next);
        if (outcome === null) continue;
        this.#outcomes.push(outcome);
        if (isBlame(outcome)) this.#stopWhereBlamed();
      }
    };
    const { connections } = this.#options.transport;
    await Promise.all(Array.from({ length: connections * perConnection }, worker));
  }

  /** Those whose destination cools come again later; the few that its pace lets through go now. */
  async #settleKeptBack(): Promise<Aimed[]> {
    const { admitted, later } = await this.#keptBack.settle(this.#options.services.db);
    for (const { row, ...rest } of later)
      this.#outcomes.push({ ...untouched(row), state: 'deferred', replyClass: 'sender', ...rest });
    return admitted.map(({ row, relay }) => ({ row, aim: { admittedTo: relay } }));
  }

  /** Null where it is kept back for now. */
  async #handOverRow({ row, aim }: Aimed): Promise<Outcome | null> {
    const { mails, transport, editionId, services } = this.#options;
    if (!(await this.#mayHandOver(row))) return untouched(row);
    const cooling = transport.coolingFor(row.address, aim);
    if (cooling !== null) return this.#keepBack(row, cooling);
    try {
      const mail = await mails.build(editionId, row);
      const message = { ...mail, to: row.address };
      const sent = await transport
        .send(message, () => this.#mayHandOver(row), 'bulk', aim)
        .finally(() => mails.release(mail));
      if (sent.outcome === 'cooled') return this.#keepBack(row, sent.cooling);
      return this.#judge(row, sent);
    } catch (error) {
      const { subscriberId } = row;
      services.log.error({ err: error, editionId, subscriberId }, 'a mail could not be built');
      this.#stop(because.notBuilt(messageOf(error)), false);
      return untouched(row);
    }
  }

  #keepBack(row: ClaimedRow, cooling: Cooling): null {
    this.#keptBack.add(row, cooling);
    return null;
  }

  /** Asked directly before each hand-over: is the lease still ours, the group young, and nobody against it? */
  async #mayHandOver(row: ClaimedRow): Promise<boolean> {
    if (performance.now() - this.#checkedAt > recheckMs) await this.#recheck();
    const now = performance.now();
    const inTime = now < this.#options.leaseEnds - handoverMs && now - this.#began < groupLifeMs;
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
    this.#checking ??= recheckGroup(services.pool, { editionId, batch, attemptId: this.attemptId })
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

  #stop(reason: string, lasting: boolean, seconds: number | null = null): void {
    this.#obstacle ??= { reason, lasting, seconds };
  }

  #judge(row: ClaimedRow, sent: Exclude<Sent, { outcome: 'cooled' }>): Outcome {
    if (sent.outcome === 'withheld') return untouched(row);
    if (sent.outcome === 'resting') {
      this.#stop(sent.reason, false, sent.restMs === null ? null : sent.restMs / 1000);
      return untouched(row);
    }
    const { outcome, reply, relay } = sent;
    const attempted = { ...untouched(row), attempted: true, reply, relay };
    if (outcome === 'accepted') return { ...attempted, state: 'sent' };
    if (outcome === 'uncertain') return { ...attempted, state: 'uncertain', reason: because.noReply };
    if (outcome === 'unreachable') {
      this.#stop(because.relayUnusable(reply), false);
      return { ...untouched(row), reply, relay };
    }
    if (sent.heard) return this.#judgeHeard({ ...attempted, state: 'deferred' }, row, sent.heard);
    if (sent.about === 'sender') {
      // The relay refuses who sends, not who receives: every other row would hear the same.
      this.#stop(because.senderRefused(reply), sent.permanent);
      return { ...untouched(row), reply, relay };
    }
    if (sent.permanent) return { ...attempted, state: 'failed', replyClass: classifyOwnReply(reply) };
    return { ...attempted, state: 'deferred', replyClass: 'soft', retryAfter: retrySeconds(row.attempt) };
  }

  /** A destination speaks of the relay or of how much comes: it cools, and the reader is not failed for it. */
  #judgeHeard(outcome: Outcome, row: ClaimedRow, heard: Heard): Outcome {
    if (heard.kind === 'cools' && heard.rule.alert === true) {
      const { editionId, services } = this.#options;
      const { relay, reply } = outcome;
      services.log.error({ editionId, relay, rule: heard.rule.name, reply }, 'a destination blocks a relay');
    }
    return { ...outcome, ...deferralOf(heard, row.attempt) };
  }

  #stopWhereBlamed(): void {
    const [blames = []] = blamesByRelay(this.#outcomes).filter(({ length }) => length >= blamesForStop);
    if (blames.length > 0) this.#stop(`the relay refuses our mail: ${blames[0]?.reply}`, true);
  }

  /**
   * Where a relay took nothing and blamed us, and that often, or in a send that has not had a single mail through, the
   * recipients wait until a person has looked: they are not failed for our fault.
   */
  async #absolve(outcomes: Outcome[]): Promise<Outcome[]> {
    const byRelay = blamesByRelay(outcomes);
    if (byRelay.length === 0) return outcomes;
    const { services, editionId } = this.#options;
    const isFirst =
      !outcomes.some(({ state }) => state === 'sent') && !(await hasSent(services.pool, editionId));
    const absolved = new Set(byRelay.filter(({ length }) => isFirst || length >= blamesForStop).flat());
    const [first] = absolved;
    if (first !== undefined) this.#stop(`the relay refuses our mail: ${first.reply}`, true);
    return outcomes.map((one) => (absolved.has(one) ? { ...one, state: 'deferred', retryAfter: 0 } : one));
  }
}

/** The refusals that blame us, for each relay that has taken nothing. */
function blamesByRelay(outcomes: Outcome[]): Outcome[][] {
  const blames = outcomes.filter(isBlame);
  if (blames.length === 0) return [];
  const takers = new Set(outcomes.filter(({ state }) => state === 'sent').map(({ relay }) => relay));
  const byRelay = Map.groupBy(blames, ({ relay }) => relay);
  return [...byRelay].filter(([relay]) => !takers.has(relay)).map(([, ofRelay]) => ofRelay);
}

/** A row, and how it is to go. */
interface Aimed {
  row: ClaimedRow;
  aim: Aim;
}

/** A greylisted mail is shown again by the relay that showed it first. */
function aimOf({ relay, reply }: ClaimedRow): Aim {
  return reply !== null && isGreylisting(reply) ? { sameRelay: relay } : {};
}

function isBlame({ state, replyClass }: Outcome): boolean {
  return state === 'failed' && replyClass === 'sender';
}
