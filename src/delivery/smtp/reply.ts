/** One reply of an SMTP server (RFC 5321 section 4.2), its lines put into one. */
export interface Reply {
  code: number;
  text: string;
}

const maxBytes = 64_000;

/** Puts replies together from whatever pieces they arrive in. */
export class ReplyReader {
  #rest = '';
  #lines: string[] = [];

  /**
   * The replies that are complete with this piece.
   * @throws Error for what is no reply, or for one longer than 64,000 bytes
   */
  read(chunk: Buffer): Reply[] {
    // A reply is written down, and PostgreSQL takes no NUL into a text: it would cost a whole group its outcomes.
    const lines = (this.#rest + chunk.toString('utf8').replaceAll('\0', '')).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length + this.#lines.length * 80 > maxBytes)
      throw new Error('the relay sent a reply that does not end');
    return lines.flatMap((line) => this.#take(line.trimEnd()));
  }

  #take(line: string): Reply[] {
    const match = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line);
    if (match === null) throw new Error(`the relay sent what is no reply: ${line.slice(0, 80)}`);
    const [, code = '', separator = ' ', text = ''] = match;
    this.#lines.push(text.trim());
    if (separator === '-') return [];
    const all = `${code} ${this.#lines.join(' ')}`.trim().replace(/\s+/g, ' ').slice(0, 500);
    this.#lines = [];
    return [{ code: Number(code), text: all }];
  }
}
