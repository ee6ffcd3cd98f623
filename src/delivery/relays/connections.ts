import { messageOf } from '../../errors.ts';
import { Line, type MailStream } from './line.ts';
import type { Handover, Message } from '../smtp/handover.ts';
import { openSession } from '../smtp/open-session.ts';
import type { SmtpSession } from '../smtp/session.ts';

const messagesPerConnection = 500;

interface Slot {
  session: SmtpSession | null;
  used: number;
}

/**
 * Asked when a connection is there; what is not `go` is handed back, and nothing is handed over. `again` lets service mail
 * that waits have the connection first.
 */
export type MayGo<R> = () => Promise<'go' | 'again' | R>;

/** The connections to one relay, which are kept; each carries one message at a time, service mail first. */
export class Connections {
  readonly #url: URL;
  readonly #idle: Slot[];
  readonly #waiting = new Line<(slot: Slot) => void>();
  #closed = false;

  constructor(url: URL, count: number) {
    this.#url = url;
    this.#idle = Array.from({ length: count }, () => ({ session: null, used: 0 }));
  }

  get areAllInUse(): boolean {
    return this.#idle.length === 0;
  }

  get hasServiceWaiting(): boolean {
    return this.#waiting.hasService;
  }

  /** @param mayBegin asked when its turn comes, before a connection is opened */
  async send<R>(
    message: Message,
    stream: MailStream,
    mayBegin: MayGo<R>,
    mayGo: MayGo<R>,
  ): Promise<Handover | R> {
    for (;;) {
      const slot = await this.#acquire(stream);
      try {
        const begin = await mayBegin();
        const answer = begin === 'go' ? await this.#sendOver(slot, message, mayGo) : begin;
        if (answer !== 'again') return answer;
      } finally {
        this.#release(slot);
      }
    }
  }

  /** Ends the connections; those in use end after their message. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#idle) drop(slot);
  }

  async #acquire(stream: MailStream): Promise<Slot> {
    return this.#idle.pop() ?? new Promise<Slot>((resolve) => this.#waiting.push(resolve, stream));
  }

  #release(slot: Slot): void {
    if (this.#closed) drop(slot);
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#idle.push(slot);
  }

  async #sendOver<R>(slot: Slot, message: Message, mayGo: MayGo<R>): Promise<Handover | 'again' | R> {
    for (;;) {
      const wasKept = slot.session !== null;
      try {
        slot.session ??= await openSession(this.#url);
      } catch (error) {
        return { outcome: 'unreachable', reply: messageOf(error).replace(/\s+/g, ' ').slice(0, 500) };
      }
      const answer = await mayGo();
      if (answer !== 'go') return answer;
      const handover = await slot.session.handOver(message);
      slot.used += 1;
      if (!slot.session.usable || slot.used >= messagesPerConnection) drop(slot);
      // A relay ends connections as it likes; that says nothing about whether it takes a new one.
      if (handover.outcome !== 'unreachable' || !wasKept) return handover;
    }
  }
}

function drop(slot: Slot): void {
  slot.session?.quit();
  slot.session = null;
  slot.used = 0;
}
