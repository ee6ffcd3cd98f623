import { type Html, html } from '../../views/html.ts';
import type { LineView } from './entries.ts';
import { countIn, linkedSubjectOf, nameOf } from './parts.ts';
import { moment } from './times.ts';
import type { Gone } from './today.ts';

/** What has gone out, the newest first, each with its numbers as a picture and in a table behind it. */
export function goneOf(view: LineView, gone: Gone[]): Html {
  return html`<ol class="line gone">${gone.map((edition) => oneGone(view, edition))}</ol>`;
}

function oneGone(view: LineView, edition: Gone): Html {
  const { words, clock } = view;
  const { figures } = words;
  const { id, balance, echo, state, launchedAt, timeZone, slug } = edition;
  const count = countIn(clock.language);
  const [sent, eligible] = [count(balance.sent), count(balance.eligible)];
  const facts = [
    { name: figures.clicks, value: echo.clicks },
    { name: figures.bounces, value: echo.bounces },
    { name: figures.complaints, value: echo.complaints },
  ];
  return html`<li class="entry entry-${state}"><p class="entry-when">${moment(clock, launchedAt, timeZone)}</p>
<article class="entry-body"><p class="state state-${state}">${words.states[state] ?? state}</p>
<h3>${linkedSubjectOf(words, edition)}</h3>
<p class="entry-name">${nameOf(edition)} · <a href="/editions/${slug}" aria-label="${words.about(words.read, nameOf(edition))}">${words.read}</a> · <a href="/desk/editions/${id}/report" aria-label="${words.about(words.report, nameOf(edition))}">${words.report}</a></p>
${barOf(balance, figures.picture(nameOf(edition), sent, eligible))}
<dl class="numbers"><div><dt>${figures.sent}</dt><dd>${sent}<small> / ${eligible}</small></dd></div>
${facts.map(({ name, value }) => value !== null && html`<div><dt>${name}</dt><dd>${count(value)}</dd></div>`)}</dl>
${tableOf(view, edition)}</article></li>
`;
}

export const outcomes = ['sent', 'suppressed', 'cancelled', 'uncertain', 'failed', 'pending'] as const;

/** How many are in each of the outcomes, and in all. */
export type OutcomeCounts = Pick<Gone['balance'], (typeof outcomes)[number] | 'eligible'>;

/** Each outcome as wide as its share of all. */
export function barOf(balance: OutcomeCounts, label: string): Html {
  const all = Math.max(1, balance.eligible);
  let x = 0;
  const rects = outcomes.map((part) => {
    const width = (balance[part] / all) * 100;
    const rect =
      width > 0 &&
      html`<rect class="part-${part}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="6"/>`;
    x += width;
    return rect;
  });
  return html`<svg class="outcome" role="img" aria-label="${label}" viewBox="0 0 100 6" preserveAspectRatio="none"><rect class="bar-ground" width="100" height="6"/>${rects}</svg>`;
}

function tableOf({ words, clock }: LineView, { id, balance, newsletter, number }: Gone): Html {
  const { figures } = words;
  const count = countIn(clock.language);
  const percent = new Intl.NumberFormat(clock.language, { style: 'percent', maximumFractionDigits: 1 });
  const share = (value: number): string =>
    balance.eligible === 0 ? '' : percent.format(value / balance.eligible);
  const row = (name: string, value: number): Html =>
    html`<tr><th scope="row">${name}</th><td>${count(value)}</td><td>${share(value)}</td></tr>`;
  const { what, count: counted, share: shared } = figures.columns;
  return html`<details id="numbers-${id}"><summary aria-label="${words.about(figures.table, nameOf({ newsletter, number }))}">${figures.table}</summary>
<table class="outcomes"><thead><tr><th scope="col">${what}</th><th scope="col">${counted}</th><th scope="col">${shared}</th></tr></thead>
<tbody>${outcomes.map((part) => row(figures[part], balance[part]))}${row(figures.eligible, balance.eligible)}</tbody></table></details>`;
}
