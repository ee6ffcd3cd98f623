const step = 16_384;
const mostFreeBytes = 8 * 1024 * 1024;

/**
 * Memory that is used again and again: what each mail took anew, the collector would have to look for, and it looks
 * through all that the process has.
 */
export class BufferPool {
  readonly #free: Buffer[] = [];
  #freeBytes = 0;

  /** At least so many bytes, in which anything may stand. */
  take(bytes: number): Buffer {
    const last = this.#free.pop();
    this.#freeBytes -= last?.length ?? 0;
    // One that is too small is let go: mails have grown.
    if (last !== undefined && last.length >= bytes) return last;
    return Buffer.allocUnsafeSlow(Math.ceil(bytes / step) * step);
  }

  /**
   * To be called once, when nobody reads it any more.
   * @param part of what was taken
   */
  giveBack({ buffer }: Buffer): void {
    if (this.#freeBytes + buffer.byteLength > mostFreeBytes) return;
    this.#free.push(Buffer.from(buffer));
    this.#freeBytes += buffer.byteLength;
  }
}
