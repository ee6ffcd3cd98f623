import type { Socket } from 'node:net';
import { messageOf } from '../../errors.ts';
import type { Handover, Message } from './handover.ts';
import { type Reply, ReplyReader } from './reply.ts';

/** What a relay said of itself in its answer to EHLO. */
export interface Extensions {
  /** RFC 2920: the envelope goes out in one piece. */
  pipelining: boolean;
  /** RFC 6531. */
  smtputf8: boolean;
  /** RFC 1870: announce sizes; the most it takes in bytes, or 0. */
  size: boolean;
  maxBytes: number;
}

interface Waiter {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

export interface SessionOptions {
  /** One transaction ends within this, whatever the relay does. */
  transactionMs: number;
}

const quitMs = 1_000;
const endOfMessage = '.\r\n';
const endOfLastLine = '\r\n.\r\n';

/** A message whose envelope went out together with the end of the one before it. */
interface Announced {
  message: Message;
  replies: Array<Promise<Reply>>;
}

const nobody = (): null => null;
const steps = ['sender', 'recipient', 'message'] as const;

/**
 * A dialogue with a relay over a connection that is open, secured and signed in: a message at a time, its bytes
 * written as they are. Ours, because what matters is the moment when the final dot may have been sent, and because
 * the usual stream of a mailer costs more than all else on the way.
 */
export class SmtpSession {
  readonly #socket: Socket;
  readonly #extensions: Extensions;
  readonly #reader = new ReplyReader();
  readonly #waiting: Waiter[] = [];
  readonly #transactionMs: number;
  #ended: Error | null = null;
  #announced: Announced | null = null;
  #afterWrite: (() => void) | null = null;

  constructor(socket: Socket, extensions: Extensions, { transactionMs }: SessionOptions) {
    this.#socket = socket;
    this.#extensions = extensions;
    this.#transactionMs = transactionMs;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the relay closed the connection')));
    socket.resume();
  }

  /** False once the connection cannot carry another message. */
  get usable(): boolean {
    return this.#ended === null;
  }

  /** The message that the relay has been told of and not been given yet: it must be the next. */
  get announced(): Message | null {
    return this.#announced?.message ?? null;
  }

  /**
   * Hands one message over, and says what became of it; throws nothing.
   * @param next asked when the message goes out: whose envelope may go with it, so that the relay is not waited for in
   *   between (RFC 2920 section 3.1). That one is to be handed over next, or the connection dropped.
   */
  async handOver(message: Message, next: () => Message | null = nobody): Promise<Handover> {
    const refusal = this.#refuseItself(message);
    if (refusal !== null) return refusal;
    const late = setTimeout(
      () => this.#end(new Error(`the relay did not answer within ${this.#transactionMs / 1000} s`)),
      this.#transactionMs,
    );
    try {
      return await this.#transact(message, next);
    } finally {
      clearTimeout(late);
    }
  }

  /** Says goodbye and closes; does not wait for long. */
  quit(): void {
    // In the middle of a message it would be read as a part of it.
    if (this.#announced !== null) this.#end(new Error('a message that was announced is not sent'));
    if (this.#ended === null) this.#socket.end('QUIT\r\n');
    this.#ended ??= new Error('the connection was closed here');
    setTimeout(() => this.#socket.destroy(), quitMs).unref();
  }

  /** What must not be said to any relay: an address that is two, or one that this relay cannot take. */
  #refuseItself({ from, to, raw }: Message): Handover | null {
    const refuse = (about: 'recipient' | 'message', reply: string): Handover => ({
      outcome: 'refused',
      permanent: true,
      about,
      reply,
    });
    if (/[\s<>\p{Cc}]/u.test(from + to) || to === '') return refuse('recipient', '501 5.1.3 not an address');
    if (!isAscii(from + to) && !this.#extensions.smtputf8)
      return refuse('recipient', '553 5.6.7 the relay takes no international addresses (SMTPUTF8)');
    const { maxBytes } = this.#extensions;
    if (maxBytes > 0 && raw.length > maxBytes)
      return refuse(
        'message',
        `552 5.3.4 message too large: ${raw.length} bytes, the relay takes ${maxBytes}`,
      );
    return null;
  }

  async #transact(message: Message, next: () => Message | null): Promise<Handover> {
    let finalDot = false;
    try {
      const refusal = await this.#sendEnvelope(message);
      if (refusal !== null) return refusal;
      if (this.#ended !== null) throw this.#ended;
      finalDot = true;
      const { code, text } = await this.#sendBody(message, next);
      if (code < 400) return { outcome: 'accepted', reply: text };
      return { outcome: 'refused', permanent: code >= 500, about: 'message', reply: text };
    } catch (error) {
      return { outcome: finalDot ? 'uncertain' : 'unreachable', reply: messageOf(error).slice(0, 500) };
    }
  }

  /** MAIL, RCPT and DATA; the refusal, or null where the message may follow. */
  async #sendEnvelope(message: Message): Promise<Handover | null> {
    const announced = this.#takeAnnounced(message);
    const commands = announced === null ? this.#envelopeOf(message) : [];
    const replies = announced ?? (this.#extensions.pipelining ? this.#sendAll(commands) : []);
    for (const [index, about] of steps.entries()) {
      const { code, text } = await (replies[index] ?? this.#ask(commands[index] ?? ''));
      if (code < 400) continue;
      await this.#recover(replies.slice(index + 1));
      return { outcome: 'refused', permanent: code >= 500, about, reply: text };
    }
    return null;
  }

  #envelopeOf({ from, to, raw }: Message): string[] {
    const size = this.#extensions.size ? ` SIZE=${raw.length}` : '';
    const utf8 = isAscii(from + to) ? '' : ' SMTPUTF8';
    return [`MAIL FROM:<${from}>${utf8}${size}\r\n`, `RCPT TO:<${to}>\r\n`, 'DATA\r\n'];
  }

  /** The replies to an envelope that is on its way already. */
  #takeAnnounced(message: Message): Array<Promise<Reply>> | null {
    const announced = this.#announced;
    this.#announced = null;
    if (announced === null) return null;
    if (announced.message !== message) this.#end(new Error('another message was announced to the relay'));
    return announced.replies;
  }

  /**
   * After a refusal: the replies that are still to come, an empty message where the relay waits for one although it
   * has refused (RFC 2920 section 3.1), and RSET, since the next MAIL would be nested in this one.
   */
  async #recover(pending: Array<Promise<Reply>>): Promise<void> {
    try {
      const last = (await Promise.all(pending)).at(-1);
      if (last?.code === 354) await this.#ask('.\r\n');
      const { code, text } = await this.#ask('RSET\r\n');
      if (code >= 400) this.#end(new Error(text));
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(messageOf(error)));
    }
  }

  #ask(command: string): Promise<Reply> {
    const reply = this.#nextReply();
    this.#socket.write(command);
    return reply;
  }

  /** Writes commands in one piece; a promise for each reply. */
  #sendAll(commands: string[]): Array<Promise<Reply>> {
    const replies = commands.map(() => this.#nextReply());
    this.#socket.write(commands.join(''));
    return replies;
  }

  /** The reply, once the socket holds nothing of the message any more, whose memory is used again. */
  async #sendBody({ raw, isStuffed }: Message, next: () => Message | null): Promise<Reply> {
    const reply = this.#nextReply();
    let isWritten = false;
    const body = isStuffed ? raw : stuffDots(raw);
    const end = body.at(-1) === 0x0a ? endOfMessage : endOfLastLine;
    const announcement = this.#extensions.pipelining ? this.#announce(next()) : '';
    this.#socket.cork();
    this.#socket.write(body);
    this.#socket.write(Buffer.from(end + announcement), () => {
      isWritten = true;
      this.#afterWrite?.();
    });
    this.#socket.uncork();
    const answer = await reply;
    // A relay may answer before it has read all.
    if (!isWritten && this.#ended === null)
      await new Promise<void>((resolve) => {
        this.#afterWrite = resolve;
      });
    return answer;
  }

  /** The envelope that is to go out with the end of the message before. */
  #announce(message: Message | null): string {
    if (message === null || this.#refuseItself(message) !== null) return '';
    const commands = this.#envelopeOf(message);
    this.#announced = { message, replies: commands.map(() => this.#nextReply()) };
    return commands.join('');
  }

  #nextReply(): Promise<Reply> {
    const reply = new Promise<Reply>((resolve, reject) => {
      if (this.#ended === null) this.#waiting.push({ resolve, reject });
      else reject(this.#ended);
    });
    // One that nobody waits for any more must not end the process.
    reply.catch(() => {});
    return reply;
  }

  #read(chunk: Buffer): void {
    try {
      for (const reply of this.#reader.read(chunk)) this.#take(reply);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(messageOf(error)));
    }
  }

  #take(reply: Reply): void {
    const waiter = this.#waiting.shift();
    if (waiter === undefined) throw new Error(`the relay spoke unasked: ${reply.text}`);
    waiter.resolve(reply);
    // RFC 5321 section 3.8: after a 421 the relay closes the connection.
    if (reply.code === 421) this.#end(new Error(reply.text));
  }

  #end(error: Error): void {
    if (this.#ended !== null) return;
    this.#ended = error;
    this.#socket.destroy();
    this.#afterWrite?.();
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7E]*$/.test(text);
}

/** RFC 5321 section 4.5.2. */
function stuffDots(raw: Buffer): Buffer {
  const isPlain = raw[0] !== 0x2e && !raw.includes('\r\n.');
  return isPlain ? raw : Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1');
}
