import type { Config } from '../../config.ts';
import type { Db } from '../../db.ts';
import { Destinations } from '../destinations/destinations.ts';
import { selectCoolings } from '../queries/destinations.ts';
import { drawPermits, restRelay, selectRelays, wakeRelay } from '../queries/relays.ts';
import type { MailStream } from './line.ts';
import { Permits } from './permits.ts';
import { Relay, relayUrl } from './relay.ts';

export type RelayConfig = Pick<Config, 'smtpUrl' | 'delivery' | 'relayPasswords'>;
type Row = Awaited<ReturnType<typeof selectRelays>>[number];

const readEveryMs = 2_000;
// Where the database cannot be asked how long.
const shortRestMs = 15_000;

interface Known {
  relay: Relay;
  /** What it was made of: where that has changed it is made anew. */
  made: string;
}

/** The relays of one process, as the table has them: read at the first message, and again every two seconds at most. */
export class RelayPool {
  /** What cools at which relay. */
  readonly destinations: Destinations;
  readonly #config: RelayConfig;
  readonly #db: Db | null;
  #relays: Relay[] = [];
  #known = new Map<number, Known>();
  #onlyOne: Relay | null = null;
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  /** @param db null: there is the relay of `SMTP_URL` and no other */
  constructor(config: RelayConfig, db: Db | null) {
    this.#config = config;
    this.#db = db;
    this.destinations = new Destinations(db);
    if (db === null) this.#apply([]);
  }

  /** Connections to those relays that may be used now. */
  get connections(): number {
    const awake = this.#relays.filter((relay) => !relay.isResting);
    return Math.max(
      1,
      awake.reduce((sum, { connections }) => sum + connections, 0),
    );
  }

  /** The relays that are turned on, as they were last read. */
  get known(): Relay[] {
    return this.#relays;
  }

  /**
   * The relays that are turned on; waits for the table the first time only.
   * @throws Error where it could never be read
   */
  async current(): Promise<Relay[]> {
    const isFirst = this.#db !== null && this.#readAt === -Infinity;
    if (this.#db !== null && performance.now() - this.#readAt > readEveryMs) {
      const reading = this.#read(this.#db);
      if (isFirst) await reading;
      else reading.catch(() => {});
    }
    return this.#relays;
  }

  /** A relay could not be used: it rests, in all workers. */
  async fail(relay: Relay, error: string): Promise<void> {
    if (relay.id === null || this.#db === null || relay.isResting) return;
    relay.failures += 1;
    relay.rest(shortRestMs, error);
    const restMs = await restRelay(this.#db, relay.id, error).catch(() => shortRestMs);
    relay.rest(restMs, error);
  }

  /** A relay that had failed works again. */
  async recover(relay: Relay): Promise<void> {
    if (relay.id === null || this.#db === null || relay.failures === 0) return;
    relay.failures = 0;
    await wakeRelay(this.#db, relay.id).catch(() => {});
  }

  close(): void {
    for (const relay of this.#relays) relay.close();
  }

  /** One question for all who ask at the same time. */
  #read(db: Db): Promise<void> {
    const readAt = performance.now();
    this.#reading ??= Promise.all([selectRelays(db), selectCoolings(db)])
      .then(([rows, coolings]) => {
        this.#apply(rows);
        this.destinations.apply(coolings, readAt);
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  #apply(rows: Row[]): void {
    this.#readAt = performance.now();
    const before = this.#relays;
    if (rows.length === 0) this.#onlyOne ??= this.#makeFromUrl();
    const known = rows.filter(({ enabled }) => enabled).map((row) => this.#keepOrMake(row));
    this.#known = new Map(known.map((one) => [one.relay.id ?? 0, one]));
    this.#relays =
      rows.length === 0 && this.#onlyOne !== null ? [this.#onlyOne] : known.map(({ relay }) => relay);
    for (const relay of before) if (!this.#relays.includes(relay)) relay.close();
  }

  #keepOrMake(row: Row): Known {
    const { id, name, host, port, security, username, connections, perSecond, perHour, perDay } = row;
    const hasLimits = [perSecond, perHour, perDay, row.warmUpDay].some((limit) => limit !== null);
    const made = JSON.stringify([name, host, port, security, username, connections, hasLimits]);
    const before = this.#known.get(id);
    const known = before?.made === made ? before : { relay: this.#make(row, hasLimits), made };
    known.relay.weight = row.weight;
    known.relay.failures = row.failures;
    known.relay.rest(row.restMs, row.lastError);
    known.relay.restBulk(row.bulkRestMs, row.lastError);
    return known;
  }

  #make(row: Row, hasLimits: boolean): Relay {
    const { id, name, connections, weight } = row;
    const url = relayUrl(row, this.#config.relayPasswords[name]);
    const relay: Relay = new Relay({
      id,
      name,
      url,
      connections,
      weight,
      permits: hasLimits ? this.#permitsOf(id, (...full) => restWhereFull(relay, ...full)) : null,
    });
    return relay;
  }

  #permitsOf(id: number, onFull: (reason: string, restMs: number, stream: MailStream) => void): Permits {
    const db = this.#db;
    if (db === null) throw new TypeError('limits are kept in the database');
    return new Permits((wanted, stream) => drawPermits(db, id, wanted, stream), onFull);
  }

  #makeFromUrl(): Relay {
    const url = new URL(this.#config.smtpUrl);
    const { connections } = this.#config.delivery;
    return new Relay({ id: null, name: url.hostname, url, connections, weight: 1, permits: null });
  }
}

function restWhereFull(relay: Relay, reason: string, ms: number, stream: MailStream): void {
  if (stream === 'bulk') relay.restBulk(ms, reason);
  else relay.rest(ms, reason);
}
