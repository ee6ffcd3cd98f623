import type pg from 'pg';
import { isWaitedFor } from './queries/fairness.ts';

const askEveryMs = 1_000;
// So long a batch may keep equals waiting; a slow relay would take minutes for it.
const sliceMs = 5_000;

/** Whether the worker of a batch should let another send go first; asks the tables once a second at the most. */
export class GiveWay {
  readonly #pool: pg.Pool;
  readonly #editionId: number;
  #gaveWay = false;
  readonly #beganAt = performance.now();
  #askedAt = performance.now();

  constructor(pool: pg.Pool, editionId: number) {
    this.#pool = pool;
    this.#editionId = editionId;
  }

  async mayGoOn(): Promise<boolean> {
    const now = performance.now();
    if (now - this.#askedAt < askEveryMs) return !this.#gaveWay;
    this.#askedAt = now;
    const byEquals = now - this.#beganAt > sliceMs;
    this.#gaveWay ||= await isWaitedFor(this.#pool, this.#editionId, byEquals);
    return !this.#gaveWay;
  }
}
