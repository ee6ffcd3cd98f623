/** What is to happen at a time of the clock (in seconds); whoever does it looks first whether it still holds. */
export interface Due {
  at: number;
  kind: DueKind;
  id: string;
}

export type DueKind =
  | 'announce-renewal'
  | 'end-period'
  | 'cancel-subscription'
  | 'charge-draft'
  | 'try-again'
  | 'settle-debit'
  | 'expire-session'
  | 'expire-incomplete'
  | 'expire-pending-update';

/** The next first: a binary heap. What is due at the same time happens in the order of its noting. */
export class DueList {
  readonly #heap: Array<Due & { turn: number }> = [];
  #turn = 0;

  add(due: Due): void {
    const heap = this.#heap;
    heap.push({ ...due, turn: this.#turn });
    this.#turn += 1;
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes out the next that is due by a time. */
  takeUntil(time: number): Due | null {
    const heap = this.#heap;
    const next = heap[0];
    if (next === undefined || next.at > time) return null;
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return next;
  }

  list(): Due[] {
    return this.#heap
      .toSorted((a, b) => a.at - b.at || a.turn - b.turn)
      .map(({ at, kind, id }) => ({ at, kind, id }));
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = [left, left + 1].reduce(
        (best, child) => (this.#isBefore(child, best) ? child : best),
        at,
      );
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.turn < other.turn);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
