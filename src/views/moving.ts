import { assets } from './assets.ts';
import { type Html, html } from './html.ts';

/** htmx, for a part that asks again; and what keeps it from asking where nobody looks. */
export const askingScripts = [assets.htmx.href, assets.watched.href];

/** htmx, for a part that the server tells what changes. */
export const toldScripts = [assets.htmx.href, assets.htmxStreams.href];

// What a screen shows stays there when the answer is none. What somebody has unfolded stays open.
const config = {
  history: false,
  includeIndicatorCSS: false,
  noSwap: [204, 304, '4xx', '5xx'],
  morphIgnore: ['data-htmx-powered', 'open'],
};

/** How htmx behaves, for the head of a page that has it. */
export const htmxConfig: Html = html`<meta name="htmx-config" content="${JSON.stringify(config)}">
`;

/**
 * Attributes of the part with an id that is asked for again every so many seconds, from the page at an address (empty: this
 * one's). What
 * has changed of it is put in its place, so that focus and what is under a finger stay where they are.
 */
export function asksAgain(address: string, id: string, seconds: number): Html {
  return html` data-hx-get="${address}" data-hx-select="#${id}" data-hx-swap="outerMorph" data-hx-trigger="every ${seconds}s"`;
}

/** Attributes of a part that a stream of server-sent events keeps up to date, until the event `over`. */
export function isTold(address: string): Html {
  return html` data-hx-sse:connect="${address}" data-hx-sse:close="over" data-hx-swap="innerMorph" data-hx-trigger="load, every 10s"`;
}
