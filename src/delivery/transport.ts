import type { Config } from '../config.ts';
import type { Db } from '../db.ts';
import { messageOf } from '../errors.ts';
import { destinationOf } from './destinations/destination.ts';
import type { Cooling, Heard } from './destinations/destinations.ts';
import { type Aim, openRelays } from './destinations/open-relays.ts';
import { closing, type Refusal } from './destinations/read-reply.ts';
import { signMessage } from './dkim.ts';
import { chooseRelay } from './relays/choose.ts';
import type { MailStream } from './relays/line.ts';
import { type RelayConfig, RelayPool } from './relays/pool.ts';
import type { Relay } from './relays/relay.ts';
import type { Sent, Wanted } from './relays/sent.ts';
import type { Message } from './smtp/handover.ts';
import { because } from './say.ts';

export type { Sent };

/** Hands messages to relays over connections that are kept. */
export interface Transport {
  /** As many messages as it carries at a time. */
  readonly connections: number;
  /**
   * @param stream service mail overtakes bulk mail, here and in what other processes do
   * @param mayStill asked once a connection is there, directly before each hand-over: there may have been a wait
   * @param aim where it must not go just anywhere
   */
  send(message: Message, mayStill?: Wanted, stream?: MailStream, aim?: Aim): Promise<Sent>;
  /** What keeps a bulk mail to an address back now, so that it need not be made; null where there is a way. */
  coolingFor(address: string, aim?: Aim): Cooling | null;
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
    send: async (message, mayStill = always, stream = 'bulk', aim = {}) => {
      const raw = dkim === null ? message.raw : await signMessage(message.raw, dkim, message);
      return sendOverAny(pool, { ...message, raw }, { mayStill, stream, aim });
    },
    coolingFor: (address, aim = {}) => {
      if (pool.destinations.areAllOpen) return null;
      const { relays, cooling } = openRelays(pool.known, pool.destinations, { address, stream: 'bulk', aim });
      return relays.some((relay) => relay.restMs('bulk') === 0) ? null : cooling;
    },
    // Where the database is away, the first message asks again.
    ready: () => pool.current().then(ignore, ignore),
    close: () => pool.close(),
  };
}

function ignore(): void {}

interface Sending {
  mayStill: Wanted;
  stream: MailStream;
  aim: Aim;
}

async function sendOverAny(pool: RelayPool, message: Message, sending: Sending): Promise<Sent> {
  const { mayStill, stream, aim } = sending;
  const all = await pool.current().catch(messageOf);
  if (typeof all === 'string')
    return { outcome: 'resting', reason: because.relaysUnknown(all), restMs: null };
  const waysNow = () => openRelays(all, pool.destinations, { address: message.to, stream, aim });
  const ways = waysNow();
  const { relays, first, cooling } = ways;
  const tried = new Set<Relay>();
  let last: Sent | null = null;
  for (;;) {
    const relay = tried.size === 0 && first !== null ? first : chooseRelay(relays, tried, stream);
    if (relay === null)
      return cooling === null ? (last ?? resting(all, stream)) : { outcome: 'cooled', cooling };
    tried.add(relay);
    // Its destination may have spoken to another message while this one stood in line.
    let isOpen = true;
    const mayGo = async (): Promise<boolean> => {
      isOpen = waysNow().relays.includes(relay);
      return isOpen && mayStill();
    };
    let heard: Heard | null = null;
    const sent = await relay.send(message, mayGo, stream, async (refusal) => {
      await pool.recover(relay);
      heard = await hear(pool, relay, message.to, refusal);
    });
    if (sent.outcome === 'withheld') return isOpen ? sent : sendOverAny(pool, message, sending);
    if (sent.outcome === 'resting') continue;
    if (sent.outcome === 'refused') return { ...sent, relay: relay.name, heard };
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

async function hear(pool: RelayPool, relay: Relay, address: string, refusal: Refusal): Promise<Heard | null> {
  const heard = await pool.destinations.hear(relay.name, destinationOf(address), refusal);
  const isClosing = heard?.kind === 'cools' && heard.rule === closing;
  if (isClosing && pool.destinations.closesForAll(relay.name)) await pool.fail(relay, refusal.reply);
  return heard;
}

function whyNone(relays: Relay[]): string {
  if (relays.length === 0) return because.noRelay;
  const whys = relays.map(({ name, lastError }) => because.restsFor(name, lastError ?? because.failed));
  return because.everyRests(whys.join('; '));
}
