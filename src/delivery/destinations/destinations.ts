import type { Db } from '../../db.ts';
import { type CoolingRow, noteHeard } from '../queries/destinations.ts';
import type { CoolingRule } from './providers/provider.ts';
import { closing, readReply, type Refusal } from './read-reply.ts';

/** A destination that one relay leaves alone, or paces. */
export interface Cooling extends Omit<CoolingRow, 'leftMs'> {
  /** By `performance.now()`. */
  endsAt: number;
  notedAt: number;
}

/** What a refusal had to say of the way to its destination. */
export type Heard =
  /** Null where it was not said often enough, or could not be written down. */
  | { kind: 'cools'; rule: CoolingRule; cooling: Cooling | null }
  | { kind: 'greylists' }
  | { kind: 'throttles' };

// A relay that ends the connection whatever the destination speaks of itself.
const closingForRelay = 3;

/** What cools, as one process knows it: what it heard itself at once, what others heard within two seconds. */
export class Destinations {
  readonly #db: Db | null;
  #cooling = new Map<string, Cooling>();

  constructor(db: Db | null) {
    this.#db = db;
  }

  /** So it is nearly always, and nothing else need be looked at. */
  get areAllOpen(): boolean {
    return this.#cooling.size === 0;
  }

  /** @param readAt when the question was asked: what was heard here since then is not in the answer */
  apply(rows: CoolingRow[], readAt: number): void {
    const own = [...this.#cooling.values()].filter(({ notedAt }) => notedAt > readAt);
    this.#cooling = new Map();
    for (const row of rows) this.#keep(fromRow(row, readAt));
    for (const cooling of own) this.#keep(cooling);
  }

  /** Null where the relay may hand over to the destination freely. */
  coolingOf(relay: string, destination: string): Cooling | null {
    const cooling = this.#cooling.get(keyOf(relay, destination));
    return cooling === undefined || cooling.endsAt <= performance.now() ? null : cooling;
  }

  /** Reads a refusal, and writes down what is to be known by all workers. */
  async hear(relay: string, destination: string, refusal: Refusal): Promise<Heard | null> {
    const reading = readReply(destination, refusal);
    if (reading?.kind !== 'cools') return reading;
    return { ...reading, cooling: await this.#note(relay, destination, reading.rule, refusal.reply) };
  }

  /** Whether a relay has ended connections for so many destinations that it must be about itself. */
  closesForAll(relay: string): boolean {
    const now = performance.now();
    const closed = [...this.#cooling.values()].filter(
      (one) => one.relay === relay && one.rule === closing.name && one.endsAt > now,
    );
    return closed.length >= closingForRelay;
  }

  async #note(
    relay: string,
    destination: string,
    { name, times, withinMinutes, minutes, perMinute, alert = false }: CoolingRule,
    reply: string,
  ): Promise<Cooling | null> {
    if (this.#db === null) return null;
    const pace = { minutes, perMinute: perMinute ?? null };
    const heard = { relay, destination, rule: name, reply, times, withinMinutes, alert, ...pace };
    const row = await noteHeard(this.#db, heard).catch(() => null);
    if (row === null) return null;
    const cooling = fromRow(row, performance.now());
    this.#keep(cooling);
    return cooling;
  }

  /** Of two the stricter: nothing at all before a pace, then the longer. */
  #keep(cooling: Cooling): void {
    const key = keyOf(cooling.relay, cooling.destination);
    const other = this.#cooling.get(key);
    if (other === undefined || other.rule === cooling.rule || isStricter(cooling, other))
      this.#cooling.set(key, cooling);
  }
}

function isStricter(one: Cooling, other: Cooling): boolean {
  const [pace, otherPace] = [one.perMinute ?? 0, other.perMinute ?? 0];
  return pace === otherPace ? one.endsAt > other.endsAt : pace < otherPace;
}

function fromRow({ leftMs, ...row }: CoolingRow, notedAt: number): Cooling {
  return { ...row, endsAt: performance.now() + leftMs, notedAt };
}

function keyOf(relay: string, destination: string): string {
  return `${relay} ${destination}`;
}
