import { countIn } from '../../editions/desk/parts.ts';
import { type Clock, timeText } from '../../editions/desk/times.ts';
import type { DeskFrame } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';

/** What a page about one edition is shown with. */
export interface Scene {
  frame: DeskFrame;
  /** Where the newsroom is. */
  timeZone: string;
  now: Date;
}

/** A time within a sentence. */
export function timeIn({ frame, timeZone, now }: Scene): (at: Date) => string {
  const clock: Clock = { now, language: frame.language, timeZone };
  return (at) => timeText(clock, at, timeZone);
}

/** Writes numbers as the page's language does. */
export function numbersOf({ frame }: Pick<Scene, 'frame'>): (count: number) => string {
  return countIn(frame.language);
}

/** A share as a percentage, with as many places as it needs to say something; a dash where there is nothing to share. */
export function percentIn(language: string): (part: number, whole: number) => string {
  const format = (digits: number) =>
    new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits });
  const [coarse, fine] = [format(1), format(3)];
  return (part, whole) => {
    if (whole === 0) return '–';
    const share = part / whole;
    return (share > 0 && share < 0.01 ? fine : coarse).format(share);
  };
}

/** So many seconds in words that a person would use: 40 seconds, 5 minutes, 2 hours. */
export function spanIn(language: string): (seconds: number) => string {
  const write = (unit: string, count: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  return (seconds) => {
    if (seconds < 90) return write('second', Math.max(1, Math.ceil(seconds)));
    return seconds < 5_400
      ? write('minute', Math.round(seconds / 60))
      : write('hour', Math.round(seconds / 3_600));
  };
}

/** Names with their values, large. */
export function numberList(entries: Array<{ name: string; value: Child } | null>): Html {
  const shown = entries.filter((entry) => entry !== null);
  return html`<dl class="numbers">${shown.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

/** Above a page about an edition: the ways back, and whose page it is. */
export function headOf(
  links: Array<{ href: string; label: string }>,
  title: Child,
  below: Child,
  language?: string,
): Html {
  return html`<p class="small crumbs">${links.map(({ href, label }, index) => html`${index > 0 && ' · '}<a href="${href}">${label}</a>`)}</p>
<h1${language !== undefined && html` lang="${language}"`}>${title}</h1>
<p class="soft">${below}</p>`;
}

/** A table of numbers: names in front, each number under its column. */
export function numberTable(caption: string, columns: string[], rows: Child[][]): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="${caption}"><table class="outcomes"><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

/** A button that does something at once. */
export function postButton(
  action: string,
  label: string,
  { id = '', look = '', fields = {} }: { id?: string; look?: string; fields?: Record<string, string> } = {},
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}">${hidden}<button${id !== '' && html` id="${id}"`} class="${look}">${label}</button></form>`;
}
