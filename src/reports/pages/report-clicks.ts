import { editionWords } from '../../editions/desk/edition/pages/words.ts';
import { type Html, html } from '../../views/html.ts';
import type { ClickedBlock, ClickedLink } from '../report/clicks-by-block.ts';
import { numberList, numbersOf, type Scene } from './parts.ts';
import { peopleNumber, type ReportView } from './report-view.ts';
import { afterWords } from './words.ts';

/** How often each story was followed, on a picture of the mail: its blocks in the order of reading. */
export function clicksPart(scene: Scene, view: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { clicks, edition } = view.report;
  const mode = words.modes[edition.clickMode as keyof typeof words.modes] ?? words.modes.aggregate;
  const head = html`<h2>${words.clicks}</h2><p class="soft">${mode}</p>`;
  if (edition.clickMode === 'off' && clicks.people + clicks.machines === 0) return head;
  const count = numbersOf(scene);
  const isPerson = edition.clickMode === 'person' || edition.clickers > 0;
  const most = Math.max(1, ...clicks.blocks.flatMap(({ links }) => links.map(({ people }) => people)));
  const shown = clicks.blocks.filter(({ links, title }) => links.length > 0 || title !== '');
  return html`${head}
${numberList([
  { name: words.likely, value: count(clicks.people) },
  { name: words.all, value: count(clicks.people + clicks.machines) },
  isPerson
    ? {
        name: words.clickers,
        value: peopleNumber(scene, view, { kind: 'clicked', count: edition.clickers }, words.clickers),
      }
    : null,
])}
${clicks.people === 0 ? html`<p>${words.noClicks}</p>` : html`<p class="small soft">${words.picture}</p>`}
<ol class="clicked">${shown.map((block) => blockItem(scene, block, most, edition.language))}
${clicks.others.length > 0 && html`<li><p class="small soft">${words.elsewhere}</p><ul>${clicks.others.map((link) => linkItem(scene, link, most))}</ul></li>`}</ol>`;
}

function blockItem(scene: Scene, block: ClickedBlock, most: number, language: string): Html {
  const { blocks } = editionWords(scene.frame.language);
  const { kind, title, picture, links } = block;
  const [first] = links;
  const isStory = first !== undefined && first.title === title;
  return html`<li>${picture !== null && html`<img src="${picture}" alt="" loading="lazy" width="160" height="90">`}
<div><p class="small soft">${blocks.kinds[kind]}</p>${title !== '' && !isStory && html`<h3 lang="${language}">${title}</h3>`}
${links.length > 0 && html`<ul lang="${language}">${links.map((link) => linkItem(scene, link, most))}</ul>`}</div></li>
`;
}

function linkItem(scene: Scene, { title, people }: ClickedLink, most: number): Html {
  const { report: words } = afterWords(scene.frame.language);
  const count = numbersOf(scene)(people);
  const width = ((people / most) * 100).toFixed(1);
  return html`<li><span>${title}</span> <strong lang="${scene.frame.language}" aria-label="${words.clicksOf(count)}">${count}</strong>
<svg class="outcome" aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none"><rect class="bar-ground" width="100" height="4"/><rect class="part-sent" width="${width}" height="4"/></svg></li>`;
}
