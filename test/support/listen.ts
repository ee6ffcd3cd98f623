import { until } from './until.ts';
import type { Web } from './web.ts';

export interface Heard {
  status: number;
  contentType: string;
  /** Those without a name, which are shown, have an empty one. */
  events: Array<{ name: string; data: string }>;
  /** Everything as it came, heartbeats too. */
  raw: string;
  /** The server has ended it. */
  isOver: boolean;
}

/** A browser that listens to server-sent events over a connection of its own, until it leaves. */
export async function listen(
  web: Web,
  path: string,
  headers: Record<string, string>,
): Promise<{
  heard: Heard;
  leave(): void;
  until(is: (heard: Heard) => boolean, what: string): Promise<void>;
}> {
  const leaving = new AbortController();
  const answer = await fetch(web.origin + path, {
    headers: { accept: 'text/event-stream', ...headers },
    redirect: 'manual',
    signal: leaving.signal,
  });
  const heard: Heard = {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    events: [],
    raw: '',
    isOver: false,
  };
  void read(answer, heard);
  return {
    heard,
    leave: () => leaving.abort(),
    until: (is, what) => until(() => is(heard), what),
  };
}

async function read(answer: Response, heard: Heard): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const part of answer.body ?? []) {
      heard.raw += decoder.decode(part, { stream: true });
      heard.events = [...heard.raw.matchAll(/(?:event: (\S+)\n)?((?:data: .*\n)+)\n/g)].map(
        ([, name = '', lines = '']) => ({ name, data: lines.trimEnd().replaceAll(/^data: /gm, '') }),
      );
    }
  } catch {
    // It left by itself.
  }
  heard.isOver = true;
}
