import { deskTime } from '../../../../views/desk.ts';
import { type Child, type Html, html } from '../../../../views/html.ts';
import type { FilterResult } from '../../../checks/filter.ts';
import type { Outside } from '../../../checks/look-outside.ts';
import type { EditionWords } from './words/edition-words.ts';

interface Place {
  language: string;
  timeZone: string;
  editionId: number;
}

/** What others are asked, how far that is, and what they say. */
export function outsidePart(words: EditionWords, place: Place, outside: Outside): Html {
  const { outside: said } = words.preFlight;
  const rows: Array<[string, Child]> = [
    [said.links.name, linksText(words, place, outside)],
    [said.pictures.name, picturesText(words, outside)],
    [said.sender.name, senderText(words, outside)],
    [said.filter.name, filterText(words, place.language, outside.filter)],
  ];
  const again = html`<p class="small"><a href="/desk/editions/${place.editionId}">${said.again}</a></p>`;
  return html`<dl class="facts outside small" aria-label="${said.label}" aria-live="polite">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${outside.filter?.state === 'done' && rulesOf(words, place.language, outside.filter)}${outside.isPending && again}`;
}

function linksText({ preFlight }: EditionWords, place: Place, { links }: Outside): Child {
  const said = preFlight.outside.links;
  const { done, total, oldest } = links;
  if (total === 0) return said.none;
  if (done < total)
    return html`${said.some(done, total)} <progress max="${total}" value="${done}" aria-label="${said.name}"></progress>`;
  const since = oldest === null ? '' : said.oldest(timeText(oldest, place));
  return html`${said.done(total)} <span class="soft">${since}</span>`;
}

function timeText(at: Date, { language, timeZone }: Place): string {
  return deskTime(at, language, timeZone).markup.replace(/<[^>]+>/g, '');
}

function picturesText({ preFlight }: EditionWords, { pictures }: Outside): string {
  const { name: _name, sum, none } = preFlight.outside.pictures;
  return pictures.count === 0
    ? none
    : sum(pictures.count, preFlight.kilobytes(Math.ceil(pictures.bytes / 1024)));
}

function senderText({ preFlight }: EditionWords, { sender, faults }: Outside): string {
  const { sender: said, checking } = preFlight.outside;
  if (sender === 'checking') return checking;
  if (sender === 'excused') return said.excused;
  return faults.some(({ code }) => code === 'sender-not-authenticated') ? said.faults : said.done;
}

function filterText({ preFlight }: EditionWords, language: string, filter: FilterResult | null): string {
  const { filter: said, checking } = preFlight.outside;
  if (filter === null || filter.state === 'outdated') return checking;
  if (filter.state === 'absent') return said.absent;
  if (filter.state === 'failed') return said.failed;
  const points = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return said.points(points.format(filter.points), points.format(filter.required));
}

/** The rules as the filter words them, those that count most first. */
function rulesOf(words: EditionWords, language: string, filter: FilterResult & { state: 'done' }): Html {
  const { rules, columns } = words.preFlight.outside.filter;
  const points = new Intl.NumberFormat(language, { minimumFractionDigits: 1 });
  return html`<details id="filter"><summary class="small">${rules}</summary><table class="outcomes"><thead><tr><th scope="col">${columns.rule}</th><th scope="col">${columns.points}</th></tr></thead>
<tbody>${filter.rules.map(({ points: given, rule, text }) => html`<tr><th scope="row" lang="en">${text === '' ? rule : text}</th><td>${points.format(given)}</td></tr>`)}</tbody></table></details>`;
}
