import { messageOf } from '../../errors.ts';
import { Line, type MailStream } from './line.ts';
import type { Handover, Message } from '../smtp/handover.ts';
import { openSession } from '../smtp/open-session.ts';
import type { SmtpSession } from '../smtp/session.ts';

const messagesPerConnection = 500;

interface Slot {
  session: SmtpSession | null;
  used: number;
  /** Who has it next: the relay may have been told of that message already. */
  next: Waiting | null;
}

interface Waiting {
  message: Message;
  take(slot: Slot): void;
}

/**
 * Asked when a connection is there; what is not `go` is handed back, and nothing is handed over. `again` lets service mail
 * that waits have the connection first.
 */
export type MayGo<R> = () => Promise<'go' | 'again' | R>;

interface Steps<R> {
  /** Asked when its turn comes, before a connection is opened. */
  mayBegin: MayGo<R>;
  mayGo: MayGo<R>;
  /** Whoever is next in line goes when it has ended: what was said may be about them too. */
  heed(refusal: Refused): Promise<void>;
}

export type Refused = Extract<Handover, { outcome: 'refused' }>;

/** The connections to one relay, which are kept; each carries one message at a time, service mail first. */
export class Connections {
  readonly #url: URL;
  readonly #idle: Slot[];
  readonly #announces: boolean;
  readonly #waiting = new Line<Waiting>();
  #closed = false;

  /** @param announces tells the relay of the next message with the end of the one before: for one without limits */
  constructor(url: URL, count: number, announces: boolean) {
    this.#url = url;
    this.#announces = announces;
    this.#idle = Array.from({ length: count }, () => ({ session: null, used: 0, next: null }));
  }

  get areAllInUse(): boolean {
    return this.#idle.length === 0;
  }

  get hasServiceWaiting(): boolean {
    return this.#waiting.hasService;
  }

  async send<R>(
    message: Message,
    stream: MailStream,
    { mayBegin, mayGo, heed }: Steps<R>,
  ): Promise<Handover | R> {
    for (;;) {
      const slot = await this.#acquire(message, stream);
      try {
        const begin = await mayBegin();
        const answer = begin === 'go' ? await this.#sendOver(slot, message, mayGo, heed) : begin;
        if (answer !== 'again') return answer;
      } finally {
        this.#release(slot);
      }
    }
  }

  /** Ends the connections; those in use end after their message and the one that they have announced. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#idle) drop(slot);
  }

  async #acquire(message: Message, stream: MailStream): Promise<Slot> {
    return this.#idle.pop() ?? new Promise<Slot>((take) => this.#waiting.push({ message, take }, stream));
  }

  #release(slot: Slot): void {
    const next = slot.next ?? this.#waiting.shift();
    slot.next = null;
    // What the relay was told of was not to go after all.
    const announced = slot.session?.announced ?? null;
    if (this.#closed || (announced !== null && announced !== next?.message)) drop(slot);
    if (next) next.take(slot);
    else this.#idle.push(slot);
  }

  /** Gives the connection to whoever is next in line, while the message before is still on its way. */
  #promise(slot: Slot): Message | null {
    const isLast = this.#closed || slot.used + 1 >= messagesPerConnection;
    if (!this.#announces || isLast) return null;
    slot.next = this.#waiting.shift() ?? null;
    return slot.next?.message ?? null;
  }

  async #sendOver<R>(
    slot: Slot,
    message: Message,
    mayGo: MayGo<R>,
    heed: Steps<R>['heed'],
  ): Promise<Handover | 'again' | R> {
    for (;;) {
      const wasKept = slot.session !== null;
      try {
        slot.session ??= await openSession(this.#url);
      } catch (error) {
        return { outcome: 'unreachable', reply: messageOf(error).replace(/\s+/g, ' ').slice(0, 500) };
      }
      const answer = await mayGo();
      if (answer !== 'go') return answer;
      const handover = await slot.session.handOver(message, () => this.#promise(slot));
      slot.used += 1;
      if (!slot.session.usable || slot.used >= messagesPerConnection) drop(slot);
      // A relay ends connections as it likes; that says nothing about whether it takes a new one.
      if (wasKept && endedBefore(handover)) continue;
      if (handover.outcome === 'refused') await heed(handover);
      return handover;
    }
  }
}

/** The connection was over before the message; some relays say so to its MAIL, after so many of them. */
function endedBefore(handover: Handover): boolean {
  const { outcome, reply } = handover;
  return (
    outcome === 'unreachable' ||
    (outcome === 'refused' && handover.about === 'sender' && /^421\b/.test(reply))
  );
}

function drop(slot: Slot): void {
  slot.session?.quit();
  slot.session = null;
  slot.used = 0;
}
