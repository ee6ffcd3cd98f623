import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';

// A browser shares six connections of HTTP/1.1 among all tabs, and a process has other work.
const mostOfOne = 6;
const mostOfAll = 500;

/** There are as many open streams as there may be (HTTP 503). */
export class TooManyStreams extends AppError {
  constructor() {
    super('too_many_streams', 503, 'too many pages watch at once; this one is not kept up to date by itself');
  }
}

/** One answer that goes on: server-sent events (WHATWG HTML, section 9.2). */
export interface EventStream {
  /** Who opened it, as the caller names them. */
  readonly owner: number;
  /** Sends a text, or an event that has a name; left out while the browser does not keep up, since each tells the whole state. */
  send(text: string, event?: string): boolean;
  /** Says that the connection lives, so that no proxy between ends it. */
  beat(): void;
  /** Ends it; the browser comes again by itself, unless the last event has told it not to. */
  end(): void;
  onEnd(act: () => void): void;
}

/** The streams of one process. */
export class EventStreams {
  readonly #open = new Set<EventStream>();
  #isEnding = false;

  /**
   * Begins a stream as the answer to a request.
   * @throws TooManyStreams where its owner, or all together, have as many as they may, or the process is about to end
   */
  open(request: Request, response: Response, owner: number): EventStream {
    const own = [...this.#open].filter((stream) => stream.owner === owner).length;
    if (this.#isEnding || own >= mostOfOne || this.#open.size >= mostOfAll) throw new TooManyStreams();
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would wait until it has more of it.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.write(': here\n\n');
    request.socket.setNoDelay(true);
    const stream = toStream(response, owner);
    this.#open.add(stream);
    stream.onEnd(() => this.#open.delete(stream));
    return stream;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Ends all of them, and lets none begin: the process stops. */
  end(): void {
    this.#isEnding = true;
    for (const stream of this.#open) stream.end();
  }
}

function toStream(response: Response, owner: number): EventStream {
  return {
    owner,
    send: (text, event) => {
      if (response.writableNeedDrain || response.writableEnded) return false;
      const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
      response.write(`${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`);
      return true;
    },
    beat: () => {
      if (!response.writableNeedDrain && !response.writableEnded) response.write(': here\n\n');
    },
    end: () => void response.end(),
    // Somebody may have gone before it began: then it has ended already.
    onEnd: (act) => {
      if (response.closed || response.destroyed) queueMicrotask(act);
      else response.once('close', act);
    },
  };
}
