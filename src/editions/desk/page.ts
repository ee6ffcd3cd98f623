import { type DeskFrame, deskPage, deskTable, deskTime, emptyState } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { Today, TodayItem } from './today.ts';
import { type DeskEditionWords, deskEditionWords } from './words.ts';

/** The desk's front page: what is coming, and what has gone out. */
export function todayPage(frame: DeskFrame, { next, last, skipped }: Today, timeZone: string): string {
  const words = deskEditionWords(frame.language);
  const { columns } = words;
  const first = [columns.edition, columns.newsletter, columns.state, columns.when];
  const row = (item: TodayItem): Child[] => toRow(frame, words, item, timeZone);
  const body = html`<h1>${words.title}</h1>
<h2>${words.next}</h2>
${
  next.length === 0
    ? emptyState(words.emptyNext.title, words.emptyNext.text)
    : deskTable({ caption: words.next, columns: first, rows: next.map(row) })
}
${skipped.length > 0 && skippedRuns(frame, words, skipped, timeZone)}
<h2>${words.last}</h2>
${
  last.length === 0
    ? emptyState(words.emptyLast.title, words.emptyLast.text)
    : deskTable({
        caption: words.last,
        columns: [...first, columns.readers],
        rows: last.map((item) => [...row(item), readersOf(frame, words, item)]),
      })
}`;
  return deskPage(frame, { title: words.title, body });
}

function toRow(
  frame: DeskFrame,
  words: DeskEditionWords,
  { id, newsletter, number, subject, state, at }: TodayItem,
  timeZone: string,
): Child[] {
  return [
    html`<strong><a href="/desk/editions/${id}">${subject === '' ? words.noSubject : subject}</a></strong>`,
    `${newsletter} ${number}`,
    html`<span class="state state-${state}">${words.states[state] ?? state}</span>`,
    at === null ? '' : deskTime(at, frame.language, timeZone),
  ];
}

function readersOf({ language }: DeskFrame, words: DeskEditionWords, { handedOver }: TodayItem): string {
  if (handedOver === null) return '';
  const format = new Intl.NumberFormat(language);
  return words.sentOf(format.format(handedOver.sent), format.format(handedOver.eligible));
}

function skippedRuns(
  { language }: DeskFrame,
  words: DeskEditionWords,
  skipped: Today['skipped'],
  timeZone: string,
): Html {
  const items = skipped.map(
    ({ newsletter, reason, at }) =>
      html`<li>${deskTime(at, language, timeZone)}, ${newsletter}: ${reason}</li>`,
  );
  return html`<details><summary>${words.skipped}</summary><ul>${items}</ul></details>`;
}
