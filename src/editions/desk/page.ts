import { assets } from '../../views/assets.ts';
import {
  type DeskFrame,
  deskPage,
  deskTime,
  doneNotice,
  emptyState,
  problemNotice,
} from '../../views/desk.ts';
import { asksAgain, byAsking, moving } from '../../views/moving.ts';
import { type Html, html } from '../../views/html.ts';
import { alertList } from './alert-list.ts';
import { alertWords } from './alert/words.ts';
import type { Alert } from './alerts.ts';
import { type LineView, lineOf } from './entries.ts';
import { goneOf } from './figures.ts';
import { told } from './parts.ts';
import type { Today } from './today.ts';

export interface TodayView extends LineView {
  today: Today;
  alerts: Alert[];
  /** What has just been done, by the name of its word. */
  did: string;
  problem: string | null;
  /** Who looks may write an alert, and there is a newsletter of alerts. */
  mayAlert: boolean;
}

// Seconds until the page is asked for again: while something goes out, and else.
const everyWhileLive = 3;
const everyElse = 20;

/** The desk's front page: a line of time, with what needs a look above it and what has gone out below. */
export function todayPage(frame: DeskFrame, view: TodayView): string {
  const { words, clock, today, alerts, did, problem } = view;
  const { line, gone, skipped } = today;
  const isLive = line.some((entry) => entry.kind === 'live' || (entry.kind === 'planned' && entry.isDue));
  const done = Object.hasOwn(words.done, did) ? words.done[did as keyof typeof words.done] : null;
  const alert = html`<a class="button quiet alert-link" href="/desk/alert">${alertWords(frame.language).open}</a>`;
  const body = html`<div class="today-head"><h1>${words.title}</h1>${view.mayAlert && alert}</div>
${doneNotice(done)}${problemNotice(problem)}
<div id="today" data-now="${clock.now.toISOString()}"${asksAgain('/desk', 'today', isLive ? everyWhileLive : everyElse)}>
${alertList(view, alerts)}
<h2>${words.next}</h2>
${line.length === 0 ? emptyState(words.emptyNext.title, words.emptyNext.text) : lineOf(view, line)}
${skipped.length > 0 && skippedRuns(view, skipped)}
<h2>${words.last}</h2>
${gone.length === 0 ? emptyState(words.emptyLast.title, words.emptyLast.text) : goneOf(view, gone)}
</div>
<p class="onward"><a href="/desk/editions">${words.all}</a></p>`;
  return deskPage(frame, { title: words.title, body, scripts: moving(byAsking, [assets.today.href]) });
}

function skippedRuns({ words, clock }: LineView, skipped: Today['skipped']): Html {
  const items = skipped.map(
    ({ newsletter, reason, at }) =>
      html`<li>${deskTime(at, clock.language, clock.timeZone)}, ${newsletter}: ${told(reason, clock.language)}</li>`,
  );
  return html`<details id="skipped"><summary>${words.skipped}</summary><ul>${items}</ul></details>`;
}
