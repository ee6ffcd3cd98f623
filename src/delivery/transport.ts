import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { signMessage } from './dkim.ts';
import type { Handover, Message } from './smtp/handover.ts';
import { openSession } from './smtp/open-session.ts';
import type { SmtpSession } from './smtp/session.ts';

/** As a handover, or not begun, since the one who asked for it no longer wants it. */
export type Sent = Handover | { outcome: 'withheld' };

/** Hands messages to a relay over connections that are kept. */
export interface Transport {
  /** The relay's name in the ledger: its host. */
  relay: string;
  connections: number;
  /**
   * @param mayStill asked once a connection is there, directly before the hand-over: there may have been a wait
   */
  send(message: Message, mayStill?: () => Promise<boolean>): Promise<Sent>;
  /** Ends the connections; those in use end after their message. */
  close(): void;
}

const messagesPerConnection = 500;

interface Slot {
  session: SmtpSession | null;
  used: number;
}

type Wanted = () => Promise<boolean>;
const always: Wanted = () => Promise.resolve(true);

/** A pool of connections to the relay of `SMTP_URL`; each carries one message at a time. */
export function createTransport({
  smtpUrl,
  delivery: { connections },
  dkim,
}: Pick<Config, 'smtpUrl' | 'delivery' | 'dkim'>): Transport {
  const url = new URL(smtpUrl);
  const idle: Slot[] = Array.from({ length: connections }, () => ({ session: null, used: 0 }));
  const waiting: Array<(slot: Slot) => void> = [];
  let closed = false;
  const acquire = async (): Promise<Slot> =>
    idle.pop() ?? new Promise<Slot>((resolve) => waiting.push(resolve));
  const release = (slot: Slot): void => {
    if (closed) drop(slot);
    const next = waiting.shift();
    if (next) next(slot);
    else idle.push(slot);
  };
  return {
    relay: url.hostname,
    connections,
    send: async (message, mayStill = always) => {
      const raw = dkim === null ? message.raw : await signMessage(message.raw, dkim);
      const slot = await acquire();
      try {
        return await sendOver(slot, url, { ...message, raw }, mayStill);
      } finally {
        release(slot);
      }
    },
    close: () => {
      closed = true;
      for (const slot of idle) drop(slot);
    },
  };
}

async function sendOver(slot: Slot, url: URL, message: Message, mayStill: Wanted): Promise<Sent> {
  for (;;) {
    const wasKept = slot.session !== null;
    try {
      slot.session ??= await openSession(url);
    } catch (error) {
      return { outcome: 'unreachable', reply: messageOf(error).replace(/\s+/g, ' ').slice(0, 500) };
    }
    if (!(await mayStill())) return { outcome: 'withheld' };
    const handover = await slot.session.handOver(message);
    slot.used += 1;
    if (!slot.session.usable || slot.used >= messagesPerConnection) drop(slot);
    // A relay ends connections as it likes; that says nothing about whether it takes a new one.
    if (handover.outcome !== 'unreachable' || !wasKept) return handover;
  }
}

function drop(slot: Slot): void {
  slot.session?.quit();
  slot.session = null;
  slot.used = 0;
}
