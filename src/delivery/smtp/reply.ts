/** One reply of an SMTP server (RFC 5321 section 4.2), its lines put into one. */
export interface Reply {
  code: number;
  text: string;
}

const maxBytes = 64_000;
const maxLength = 500;
/** One line in which nothing is to be put right, as most replies are: four of them come with each mail. */
const plainReply = /^[2-5]\d\d(?: [!-~]+)+$/;

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
    const text = chunk.toString('utf8');
    const lines = (this.#rest + (text.includes('\0') ? text.replaceAll('\0', '') : text)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length + this.#lines.length * 80 > maxBytes)
      throw new Error('the relay sent a reply that does not end');
    const replies: Reply[] = [];
    for (const line of lines) {
      const reply = this.#take(line.trimEnd());
      if (reply !== null) replies.push(reply);
    }
    return replies;
  }

  /** The reply that ends with a line, or null where there is more to come. */
  #take(line: string): Reply | null {
    if (this.#lines.length === 0 && line.length <= maxLength && plainReply.test(line))
      return { code: Number(line.slice(0, 3)), text: line };
    const match = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line);
    if (match === null) throw new Error(`the relay sent what is no reply: ${line.slice(0, 80)}`);
    const [, code = '', separator = ' ', text = ''] = match;
    this.#lines.push(text.trim());
    if (separator === '-') return null;
    const all = `${code} ${this.#lines.join(' ')}`.trim().replace(/\s+/g, ' ').slice(0, maxLength);
    this.#lines = [];
    return { code: Number(code), text: all };
  }
}
