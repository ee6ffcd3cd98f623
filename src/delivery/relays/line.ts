/** Bulk mail, or the service mail that overtakes it. */
export type MailStream = 'bulk' | 'service';

/** Those who wait for something, in order; service mail stands before all bulk mail. */
export class Line<T> {
  readonly #service: T[] = [];
  readonly #bulk: T[] = [];

  get length(): number {
    return this.#service.length + this.#bulk.length;
  }

  get serviceLength(): number {
    return this.#service.length;
  }

  get hasService(): boolean {
    return this.#service.length > 0;
  }

  push(one: T, stream: MailStream): void {
    (stream === 'service' ? this.#service : this.#bulk).push(one);
  }

  shift(): T | undefined {
    return this.#service.shift() ?? this.#bulk.shift();
  }

  /** The bulk mail that has waited least. */
  popBulk(): T | undefined {
    return this.#bulk.pop();
  }

  remove(one: T): void {
    for (const part of [this.#service, this.#bulk]) {
      const index = part.indexOf(one);
      if (index >= 0) part.splice(index, 1);
    }
  }

  /** Takes out all, or bulk mail alone. */
  clear(stream: MailStream | 'all' = 'all'): T[] {
    return [
      ...(stream === 'bulk' ? [] : this.#service.splice(0)),
      ...(stream === 'service' ? [] : this.#bulk.splice(0)),
    ];
  }
}
