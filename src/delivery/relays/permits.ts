import { setTimeout as sleep } from 'node:timers/promises';
import type { Draw } from '../queries/relays.ts';

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

/**
 * The permits of one relay in this process. They are drawn from the database as they are wanted, a short slice at a time,
 * and those that are not used in time are spent.
 */
export class Permits {
  readonly #draw: (wanted: number) => Promise<Draw>;
  readonly #onFull: (reason: string, restMs: number) => void;
  readonly #waiting: Waiter[] = [];
  #slice: Permit[] = [];
  #sliceSize = 0;
  #drawing: Promise<void> | null = null;
  #running = false;

  /** @param onFull told when the hour's or the day's limit is reached, and for how long */
  constructor(draw: (wanted: number) => Promise<Draw>, onFull: (reason: string, restMs: number) => void) {
    this.#draw = draw;
    this.#onFull = onFull;
  }

  /** Whether somebody waits for a permit. */
  get isShort(): boolean {
    return this.#waiting.length > 0;
  }

  /** A permit that is due; null after a second without one, so that the caller can ask whether it still wants it. */
  take(): Promise<Permit | null> {
    return new Promise((resolve) => {
      const waiter = {
        give: (permit: Permit | null): void => {
          clearTimeout(late);
          resolve(permit);
        },
      };
      const late = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(null);
      }, waitMs);
      this.#waiting.push(waiter);
      void this.#serve();
    });
  }

  /** Somebody else may use it, while it lasts. */
  giveBack(permit: Permit): void {
    this.#slice.unshift(permit);
    void this.#serve();
  }

  /** Lets nobody wait any longer. */
  release(): void {
    for (const { give } of this.#waiting.splice(0)) give(null);
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
    const wanted = this.#waiting.length - this.#slice.length;
    if (this.#drawing !== null || wanted <= 0 || this.#slice.length > this.#sliceSize / 2) return;
    this.#drawing = this.#drawSlice(wanted)
      // The database is away; those who wait ask themselves whether to go on.
      .catch(() => sleep(waitMs / 4))
      .finally(() => {
        this.#drawing = null;
      });
  }

  async #drawSlice(wanted: number): Promise<void> {
    const askedAt = performance.now();
    const { granted, waitMs: firstMs, gapMs, reason } = await this.#draw(wanted);
    const answeredAt = performance.now();
    if (reason !== null) {
      this.#onFull(reason, firstMs);
      return this.release();
    }
    this.#sliceSize = granted;
    if (granted === 0) return void (await sleep(Math.min(firstMs, waitMs)));
    const lasts = gapMs > 0 ? usableMs : unpacedUsableMs;
    const drawnAt = Math.max(askedAt, answeredAt - answerMs);
    for (let index = 0; index < granted; index += 1) {
      const dueMs = firstMs + index * gapMs;
      this.#slice.push({ dueAt: answeredAt + dueMs, expiresAt: drawnAt + dueMs + lasts });
    }
  }
}
