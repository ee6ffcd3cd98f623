import type { Db } from '../../db.ts';
import { drawPaced, type Pacing } from '../queries/destinations.ts';
import { jittered, reasonOf, returnSeconds } from './deferral.ts';
import type { Cooling } from './destinations.ts';

interface Settled<R> {
  /** Those that have a permit of the pace, and at which relay. */
  admitted: Array<{ row: R; relay: string }>;
  /** All others, and after how many seconds they come again. */
  later: Array<{ row: R; retryAfter: number; reason: string }>;
}

// Where the permits cannot be asked for now.
const awaySeconds = 60;

/** The rows of a group that were kept back because their destination cools. */
export class KeptBack<R> {
  #rows = new Map<Cooling, R[]>();

  add(row: R, cooling: Cooling): void {
    const rows = this.#rows.get(cooling) ?? [];
    this.#rows.set(cooling, [...rows, row]);
  }

  /** Says of each when it may go, by one draw for each destination that is paced. */
  async settle(db: Db): Promise<Settled<R>> {
    const settled: Settled<R> = { admitted: [], later: [] };
    const kept = [...this.#rows];
    this.#rows = new Map();
    for (const [cooling, rows] of kept) {
      const reason = reasonOf(cooling);
      const pacing = cooling.perMinute === null ? null : await draw(db, cooling, rows.length);
      for (const [index, row] of rows.entries()) {
        if (pacing !== null && index < pacing.granted) settled.admitted.push({ row, relay: cooling.relay });
        else {
          const retryAfter =
            pacing === null ? returnSeconds(cooling) : returnOf(pacing, index - pacing.granted);
          settled.later.push({ row, retryAfter, reason });
        }
      }
    }
    return settled;
  }
}

function draw(db: Db, cooling: Cooling, wanted: number): Promise<Pacing> {
  return drawPaced(db, cooling, wanted).catch(() => {
    const ms = awaySeconds * 1000;
    return { granted: 0, returnMs: ms, gapMs: 0, untilMs: ms * 2 };
  });
}

function returnOf({ returnMs, gapMs, untilMs }: Pacing, index: number): number {
  const ms = returnMs + index * gapMs;
  return ms < untilMs ? ms / 1000 : jittered(untilMs / 1000);
}
