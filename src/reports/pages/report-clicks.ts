import { editionWords } from '../../editions/desk/edition/pages/words.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { ClickedLink } from '../report/clicks-by-block.ts';
import { numberList, numbersOf, numberTable, percentIn, type Scene } from './parts.ts';
import { peopleNumber, type ReportView } from './report-view.ts';
import { afterWords } from './words.ts';

/** How often each story was followed: on a picture of the edition, and in a table beside it. */
export function clicksPart(scene: Scene, view: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { clicks, edition } = view.report;
  const mode = words.modes[edition.clickMode as keyof typeof words.modes] ?? words.modes.aggregate;
  const head = html`<h2>${words.clicks}</h2><p class="soft measure">${mode}</p>`;
  if (edition.clickMode === 'off' && clicks.people + clicks.machines === 0) return head;
  const count = numbersOf(scene);
  const isPerson = edition.clickMode === 'person' || edition.clickers > 0;
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
<p class="small soft measure">${clicks.people === 0 ? words.noClicks : words.picture}</p>
<div class="clicked">${edition.revisionId !== null && clickPicture(scene, view)}
${clickTable(scene, view)}</div>`;
}

/** The mail itself, in a frame that may do nothing. */
function clickPicture(scene: Scene, { report }: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  return html`<div class="mail-view"><iframe class="mail-frame" sandbox="" referrerpolicy="no-referrer" loading="lazy" title="${words.frame}" src="/desk/editions/${report.edition.id}/report/mail"></iframe></div>`;
}

/** The links in the order of reading; those of an earlier text, or that stand in no block, at the end. */
function clickTable(scene: Scene, { report }: ReportView): Html {
  const { report: words } = afterWords(scene.frame.language);
  const { kinds } = editionWords(scene.frame.language).blocks;
  const { clicks, edition } = report;
  const count = numbersOf(scene);
  const percent = percentIn(scene.frame.language);
  const row = ({ title, people }: ClickedLink, kind: string): Child[] => [
    html`<span class="small soft">${kind}</span> <span lang="${edition.language}">${title}</span>`,
    count(people),
    percent(people, clicks.people),
  ];
  const rows = [
    ...clicks.blocks.flatMap(({ kind, links }) => links.map((link) => row(link, kinds[kind]))),
    ...clicks.others.map((link) => row(link, words.elsewhere)),
  ];
  return numberTable(words.clicks, [words.story, words.clickCount, words.columns.share], rows);
}
