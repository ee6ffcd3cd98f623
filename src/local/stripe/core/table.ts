type Keys<T> = Record<string, (object: T) => string | null>;

export interface PageRequest {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
}

/** The objects of one kind, in the order in which they were made, found by id and by what they belong to. */
export class Table<T extends { id: string }> {
  readonly #objects = new Map<string, T>();
  readonly #order: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #keys: Keys<T>;
  readonly #belonging = new Map<string, Set<string>>();

  constructor(keys: Keys<T> = {}) {
    this.#keys = keys;
  }

  get size(): number {
    return this.#objects.size;
  }

  get(id: string): T | null {
    return this.#objects.get(id) ?? null;
  }

  /** Adds an object, or takes note of what it belongs to now. */
  put(object: T): T {
    if (!this.#objects.has(object.id)) {
      this.#positions.set(object.id, this.#order.length);
      this.#order.push(object.id);
    }
    this.#objects.set(object.id, object);
    for (const [key, valueOf] of Object.entries(this.#keys)) {
      const value = valueOf(object);
      if (value !== null) this.#membersOf(key, value).add(object.id);
    }
    return object;
  }

  remove(id: string): void {
    this.#objects.delete(id);
  }

  all(): IterableIterator<T> {
    return this.#objects.values();
  }

  /** Those that belong to something, oldest first. */
  of(key: string, value: string): T[] {
    const valueOf = this.#keys[key];
    return [...(this.#belonging.get(`${key} ${value}`) ?? [])].flatMap((id) => {
      const object = this.get(id);
      return object !== null && valueOf?.(object) === value ? [object] : [];
    });
  }

  /** A page of those that fit, newest first, as Stripe lists. */
  page(
    request: PageRequest,
    fits: (object: T) => boolean,
    belonging: Record<string, string | undefined> = {},
  ): { data: T[]; hasMore: boolean } {
    const limit = request.limit ?? 10;
    const found: T[] = [];
    const backwards = request.ending_before !== undefined;
    for (const object of this.#walk(request, belonging)) {
      if (!fits(object)) continue;
      found.push(object);
      if (found.length > limit) break;
    }
    const hasMore = found.length > limit;
    const data = found.slice(0, limit);
    return { data: backwards ? data.toReversed() : data, hasMore };
  }

  /** From newest to oldest, from behind a cursor on; before one: from it towards the newest. */
  *#walk(
    { starting_after, ending_before }: PageRequest,
    belonging: Record<string, string | undefined>,
  ): Iterable<T> {
    const ids = this.#candidates(belonging);
    const cursor = starting_after ?? ending_before;
    const at = cursor === undefined ? null : (this.#positions.get(cursor) ?? -1);
    const step = ending_before === undefined ? -1 : 1;
    const start = at === null ? ids.length - 1 : this.#beside(ids, at, step);
    for (let index = start; index >= 0 && index < ids.length; index += step) {
      const object = this.get(ids[index] ?? '');
      if (object !== null) yield object;
    }
  }

  /** The index, in a list that is in order of making, of the next one behind a position. */
  #beside(ids: string[], position: number, step: number): number {
    if (ids === this.#order) return position + step;
    const behind = (id: string): boolean => Math.sign((this.#positions.get(id) ?? 0) - position) === step;
    return step < 0 ? ids.findLastIndex(behind) : ids.findIndex(behind);
  }

  #candidates(belonging: Record<string, string | undefined>): string[] {
    const sets = Object.entries(belonging).flatMap(([key, value]) => {
      if (value === undefined) return [];
      return [this.of(key, value).map(({ id }) => id)];
    });
    const [first, ...others] = sets.toSorted((a, b) => a.length - b.length);
    if (first === undefined) return this.#order;
    const wanted = others.map((ids) => new Set(ids));
    return first.filter((id) => wanted.every((ids) => ids.has(id)));
  }

  #membersOf(key: string, value: string): Set<string> {
    const name = `${key} ${value}`;
    const members = this.#belonging.get(name) ?? new Set();
    this.#belonging.set(name, members);
    return members;
  }
}
