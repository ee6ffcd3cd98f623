import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '../queries/relays.ts';
import { Line, type MailStream } from './line.ts';

/** The right to hand over one message, from when it is due until a moment later. */
export interface Permit {
  /** Both by `performance.now()`. */
  dueAt: number;
  expiresAt: number;
}

interface Waiter {
  give(permit: Permit | null): void;
}

// `draw_permits` counts on it: so late may a paced permit be used.
const usableMs = 35;
// The hour's and the day's count on less than 65 s.
const unpacedUsableMs = 5_000;
// The answer's way is not known; so much of it is taken to have been spent after the draw.
const answerMs = 20;
const waitMs = 1_000;

type DrawPermits = (wanted: number, stream: MailStream) => Promise<Draw>;
type OnFull = (reason: string, restMs: number, stream: MailStream) => void;

/**
 * The permits of one relay in this process. They are drawn from the database as they are wanted, a short slice at a time,
 * and those that are not used in time are spent. Service mail gets the next one that is due, whoever it was drawn for.
 */
export class Permits {
  readonly #draw: DrawPermits;
  readonly #onFull: OnFull;
  readonly #waiting = new Line<Waiter>();
  #slice: Permit[] = [];
  #sliceSize = 0;
  #drawing: Promise<void> | null = null;
  #running = false;
  #wake: () => void = () => {};

  /** @param onFull told when the hour's or the day's limit is reached for a kind of mail, and for how long */
  constructor(draw: DrawPermits, onFull: OnFull) {
    this.#draw = draw;
    this.#onFull = onFull;
  }

  /** Whether somebody waits for a permit. */
  get isShort(): boolean {
    return this.#waiting.length > 0;
  }

  /** A permit that is due; null after a second without one, so that the caller can ask whether it still wants it. */
  take(stream: MailStream): Promise<Permit | null> {
    return new Promise((resolve) => {
      const waiter = {
        give: (permit: Permit | null): void => {
          clearTimeout(late);
          resolve(permit);
        },
      };
      const late = setTimeout(() => {
        this.#waiting.remove(waiter);
        resolve(null);
      }, waitMs);
      this.#waiting.push(waiter, stream);
      if (stream === 'service') this.#wake();
      void this.#serve();
    });
  }

  /** Somebody else may use it, while it lasts. */
  giveBack(permit: Permit): void {
    this.#slice.unshift(permit);
    void this.#serve();
  }

  /** Lets nobody wait any longer, or no bulk mail. */
  release(stream: MailStream | 'all' = 'all'): void {
    for (const { give } of this.#waiting.clear(stream)) give(null);
  }

  /** Has one bulk mail that waits ask itself anew whether it should. */
  unsettle(): void {
    this.#waiting.popBulk()?.give(null);
  }

  async #serve(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#waiting.length > 0) {
      this.#dropExpired();
      this.#drawAhead();
      const [permit] = this.#slice;
      if (permit === undefined) await this.#drawing;
      else if (permit.dueAt > performance.now()) await sleep(Math.max(1, permit.dueAt - performance.now()));
      else this.#waiting.shift()?.give(this.#slice.shift() ?? null);
    }
    this.#running = false;
  }

  #dropExpired(): void {
    const now = performance.now();
    while (this.#slice[0] !== undefined && this.#slice[0].expiresAt < now) this.#slice.shift();
  }

  /** Asks for the next slice when half of this one is used, so that the answer is there in time. */
  #drawAhead(): void {
    const ofService = this.#waiting.serviceLength - this.#slice.length;
    const stream = ofService > 0 ? 'service' : 'bulk';
    const wanted = ofService > 0 ? ofService : this.#waiting.length - this.#slice.length;
    if (this.#drawing !== null || wanted <= 0 || this.#slice.length > this.#sliceSize / 2) return;
    this.#drawing = this.#drawSlice(wanted, stream)
      // The database is away; those who wait ask themselves whether to go on.
      .catch(() => sleep(waitMs / 4))
      .finally(() => {
        this.#drawing = null;
      });
  }

  async #drawSlice(wanted: number, stream: MailStream): Promise<void> {
    const askedAt = performance.now();
    const { granted, waitMs: firstMs, gapMs, reason } = await this.#draw(wanted, stream);
    const answeredAt = performance.now();
    if (reason !== null) {
      this.#onFull(reason, firstMs, stream);
      return this.release(stream === 'bulk' ? 'bulk' : 'all');
    }
    this.#sliceSize = granted;
    if (granted === 0) return this.#pause(stream, Math.min(firstMs, waitMs));
    const lasts = gapMs > 0 ? usableMs : unpacedUsableMs;
    const drawnAt = Math.max(askedAt, answeredAt - answerMs);
    for (let index = 0; index < granted; index += 1) {
      const dueMs = firstMs + index * gapMs;
      this.#slice.push({ dueAt: answeredAt + dueMs, expiresAt: drawnAt + dueMs + lasts });
    }
  }

  /** Until one may ask again; service mail that comes asks at once, since it may book further ahead. */
  async #pause(stream: MailStream, ms: number): Promise<void> {
    if (stream === 'bulk' && this.#waiting.hasService) return;
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race(stream === 'bulk' ? [sleep(ms), woken] : [sleep(ms)]);
  }
}
