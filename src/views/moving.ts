import { assets } from './assets.ts';
import { type Html, html } from './html.ts';

/** htmx, for a part that asks again. */
export const byAsking: string = assets.htmx.href;

/** htmx, for a part that the server tells what changes. */
export const byStream: string = assets.htmxStreams.href;

/** The scripts of a page of which a part moves: those of its own first, since they listen to what htmx does. */
export function moving(how: string, own: string[] = []): string[] {
  return [assets.watched.href, ...own, how];
}

const config = {
  history: false,
  includeIndicatorCSS: false,
  // What a page shows stays there where the answer is an error.
  noSwap: [204, 304, '4xx', '5xx'],
  // What somebody has unfolded stays so.
  morphIgnore: ['data-htmx-powered', 'open'],
  // After a deployment all pages come back, and not all at once.
  sse: { reconnectDelay: 2_000, reconnectMaxDelay: 10_000 },
};

/** How htmx behaves, for the head of a page that has it; null for others. */
export function htmxConfig(scripts: string[]): Html | null {
  if (!scripts.includes(byAsking) && !scripts.includes(byStream)) return null;
  return html`<meta name="htmx-config" content="${JSON.stringify(config)}">
`;
}

// One request at a time: one that comes while another is under way is left out, or a slow server would have no rest, and a
// slow stream a twin.
const oneAtATime = html` data-hx-sync="this:drop"`;

/**
 * Attributes of the part with an id that is asked for again every so many seconds, from the page at an address. What has
 * changed of it is put in its place, so that focus, and what is under a finger, stay where they are: each button in it needs
 * an id that says what it acts on.
 */
export function asksAgain(address: string, id: string, seconds: number): Html {
  return html` data-hx-get="${address}" data-hx-select="#${id}" data-hx-swap="outerMorph" data-hx-trigger="every ${seconds}s"${oneAtATime}`;
}

/**
 * Attributes of a part that a stream of server-sent events keeps up to date, until the event `over`. A stream that was
 * refused is asked for again every ten seconds; one that is open is not.
 */
export function isTold(address: string): Html {
  return html` data-hx-sse:connect="${address}" data-hx-sse:close="over" data-hx-swap="innerMorph" data-hx-trigger="load, every 10s"${oneAtATime}`;
}
