import type { Config } from '../config.ts';
import type { Db } from '../db.ts';
import { messageOf } from '../errors.ts';
import { signMessage } from './dkim.ts';
import { chooseRelay } from './relays/choose.ts';
import type { MailStream } from './relays/line.ts';
import { type RelayConfig, RelayPool } from './relays/pool.ts';
import type { Relay } from './relays/relay.ts';
import type { Sent, Wanted } from './relays/sent.ts';
import type { Message } from './smtp/handover.ts';

export type { Sent };

/** Hands messages to relays over connections that are kept. */
export interface Transport {
  /** As many messages as it carries at a time. */
  readonly connections: number;
  /**
   * @param stream service mail overtakes bulk mail, here and in what other processes do
   * @param mayStill asked once a connection is there, directly before each hand-over: there may have been a wait
   */
  send(message: Message, mayStill?: Wanted, stream?: MailStream): Promise<Sent>;
  /** Learns which relays there are, so that `connections` is right from the first message on. */
  ready(): Promise<void>;
  /** Ends the connections; those in use end after their message. */
  close(): void;
}

const always: Wanted = () => Promise.resolve(true);

/**
 * The way out for mail: over the relays of the database, or the one of `SMTP_URL` where there are none. A message goes to
 * another relay only where it was certainly not handed over to the first.
 * @param db null: over the one of `SMTP_URL`, whatever the database has
 */
export function createTransport(config: RelayConfig & Pick<Config, 'dkim'>, db: Db | null = null): Transport {
  const pool = new RelayPool(config, db);
  const { dkim } = config;
  return {
    get connections() {
      return pool.connections;
    },
    send: async (message, mayStill = always, stream = 'bulk') => {
      const raw = dkim === null ? message.raw : await signMessage(message.raw, dkim, message.isCanonical);
      return sendOverAny(pool, { ...message, raw }, mayStill, stream);
    },
    // Where the database is away, the first message asks again.
    ready: () => pool.current().then(ignore, ignore),
    close: () => pool.close(),
  };
}

function ignore(): void {}

async function sendOverAny(
  pool: RelayPool,
  message: Message,
  mayStill: Wanted,
  stream: MailStream,
): Promise<Sent> {
  const relays = await pool.current().catch(messageOf);
  if (typeof relays === 'string')
    return { outcome: 'resting', reason: `the relays are not known: ${relays}`, restMs: null };
  const tried = new Set<Relay>();
  let last: Sent | null = null;
  for (;;) {
    const relay = chooseRelay(relays, tried, stream);
    if (relay === null) return last ?? resting(relays, stream);
    tried.add(relay);
    const sent = await relay.send(message, mayStill, stream);
    if (sent.outcome === 'withheld') return sent;
    if (sent.outcome === 'resting') continue;
    if (sent.outcome !== 'unreachable') {
      if (relay.failures > 0) await pool.recover(relay);
      return { ...sent, relay: relay.name };
    }
    await pool.fail(relay, sent.reply);
    last = { ...sent, relay: relay.name };
  }
}

function resting(relays: Relay[], stream: MailStream): Sent {
  const rests = relays.map((relay) => relay.restMs(stream));
  return {
    outcome: 'resting',
    reason: whyNone(relays),
    restMs: rests.length === 0 ? null : Math.min(...rests),
  };
}

function whyNone(relays: Relay[]): string {
  if (relays.length === 0) return 'no relay is turned on';
  return `every relay rests: ${relays.map(({ name, lastError }) => `${name} (${lastError ?? 'it failed'})`).join(', ')}`;
}
