import { nameOf } from '../../editions/desk/parts.ts';
import { type Html, html } from '../../views/html.ts';
import { measureNames, type MeasureName, measures, usual } from '../report/measures.ts';
import type { Report } from '../report/read-report.ts';
import { writeValue } from '../report/write-value.ts';
import { numberTable, numbersOf, percentIn, type Scene } from './parts.ts';
import { afterWords } from './words.ts';

/** An edition beside those before it: a picture for each measure, and all of it in numbers. */
export function comparedPart(scene: Scene, report: Report): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { history } = report;
  if (history.length < 2) return html`<h2>${words.compared}</h2><p>${words.first}</p>`;
  return html`<h2>${words.compared}</h2><p class="soft">${words.comparedText}</p>
<div class="plots">${measureNames.map((name) => plot(scene, report, name))}</div>
<details id="compared-numbers"><summary>${words.inNumbers}</summary>${historyTable(scene, report)}</details>`;
}

/** A picture of its own address, so that the page's strict policy need allow no style inside of it. */
function plot({ frame }: Scene, { edition, history }: Report, name: MeasureName): Html {
  const { report: words } = afterWords(frame.language);
  const measure = measures[name];
  const [own] = history;
  const value = writeValue(measure, own === undefined ? 0 : measure.valueOf(own), frame.language);
  const middle = usual(measure, history);
  const said = middle === null ? words.first : words.usual(writeValue(measure, middle, frame.language));
  const at = (dark: boolean, narrow: boolean): string =>
    `/desk/editions/${edition.id}/plot/${name}${dark || narrow ? '?' : ''}${[dark && 'dark=1', narrow && 'narrow=1'].filter(Boolean).join('&')}`;
  return html`<figure><figcaption>${words.measures[name]} <strong>${value}</strong> <span class="soft small">${said}</span></figcaption>
<picture><source media="(max-width: 47.99rem) and (prefers-color-scheme: dark)" srcset="${at(true, true)}"><source media="(max-width: 47.99rem)" srcset="${at(false, true)}"><source media="(prefers-color-scheme: dark)" srcset="${at(true, false)}"><img src="${at(false, false)}" width="480" height="170" alt="${words.plot(words.measures[name], nameOf(edition), value, said)}"></picture></figure>
`;
}

function historyTable(scene: Scene, { history }: Report): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { language } = scene.frame;
  const write = numbersOf(scene);
  const rows = history.map((edition, index) => [
    index === 0
      ? html`<strong>${edition.number}</strong>`
      : html`<a href="/desk/editions/${edition.id}/report">${edition.number}</a>`,
    write(edition.sent),
    ...measureNames.map((name) => writeValue(measures[name], measures[name].valueOf(edition), language)),
  ]);
  const columns = [words.edition, words.outcomes.sent, ...measureNames.map((name) => words.measures[name])];
  return numberTable(words.compared, columns, rows);
}

/** What came of the subjects that were tried, and whether their difference can be chance. */
export function subjectsPart({ frame }: Scene, { subjects: compared }: Report): Html | null {
  if (compared === null) return null;
  const { report: words } = afterWords(frame.language);
  const percent = percentIn(frame.language);
  const write = new Intl.NumberFormat(frame.language);
  const share = (value: number): string => percent(value, 1);
  const rows = compared.subjects.map(({ subject, sent, clicks, share: of, low, high }) => [
    subject,
    write.format(sent),
    write.format(clicks),
    share(of),
    `${share(low)} – ${share(high)}`,
  ]);
  const nameAt = (index: number): string => compared.subjects[index]?.subject ?? '';
  const said = compared.pairs.map(({ best, other, isChance, low, high }) =>
    (isChance ? words.chance : words.better)(nameAt(best), nameAt(other), share(low), share(high)),
  );
  const columns = [words.subject, words.outcomes.sent, words.clickCount, words.clicked, words.interval];
  return html`<h2>${words.subjects}</h2>${said.map((sentence) => html`<p><strong>${sentence}</strong></p>`)}
${numberTable(words.subjects, columns, rows)}<p class="small soft">${words.subjectsText}</p>`;
}
