import { nameOf, told, toldIn } from '../../editions/desk/parts.ts';
import { deskPage, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { type Explained, verdictOf } from '../why/answer.ts';
import { whySentences } from '../why/sentences.ts';
import { headOf, numberTable, type Scene, timeIn } from './parts.ts';
import { whyForm } from './report.ts';
import { afterWords, liveWords } from './words.ts';

export interface WhyView {
  edition: { id: number; newsletter: string; number: number };
  /** Null where the address could not be read. */
  explained: Explained | null;
  typed: string;
  problem: string | null;
}

/** Why one reader got an edition, or did not, in words. */
export function whyPage(scene: Scene, { edition, explained, typed, problem }: WhyView): string {
  const { frame } = scene;
  const words = afterWords(frame.language);
  const at = `/desk/editions/${edition.id}`;
  const links = [
    { href: `${at}/report`, label: words.report.title },
    { href: at, label: liveWords(frame.language).toEdition },
  ];
  const id = explained?.subscriberId ?? null;
  if (id !== null) links.push({ href: `/desk/readers/${id}`, label: words.why.reader });
  const title = explained === null ? words.report.whyTitle : words.why.title(nameless(words, explained));
  const body = html`${headOf(links, title, nameOf(edition))}${problemNotice(problem)}
${explained !== null && answerPart(scene, explained)}
<details id="another"${explained === null && html` open`}><summary>${words.why.another}</summary>${whyForm(scene, edition.id, typed)}</details>`;
  return deskPage(frame, { title, body, width: 'narrow' });
}

function nameless({ people }: ReturnType<typeof afterWords>, { address }: Explained): string {
  return address === '' ? people.erased : address;
}

function answerPart(scene: Scene, explained: Explained): Html {
  const { why: words } = afterWords(scene.frame.language);
  const verdict = verdictOf(explained.answer);
  const tell = toldIn(scene.frame.language);
  const [answer, ...facts] = whySentences(explained, words, timeIn(scene), tell);
  return html`<div class="verdict ${verdict}"><p class="state">${words.verdicts[verdict]}</p><p class="lead" id="answer">${answer}</p></div>
${facts.length > 0 && html`<ul>${facts.map((fact) => html`<li>${fact}</li>`)}</ul>`}
${explained.history.length > 0 && attemptsPart(scene, explained)}`;
}

function attemptsPart(scene: Scene, { history }: Explained): Html {
  const { why: words } = afterWords(scene.frame.language);
  const { columns } = words;
  const time = timeIn(scene);
  const rows = history.map(({ at, outcome, relay, reply, reason }) => [
    time(at),
    words.states[outcome] ?? outcome,
    relay ?? '',
    told(reply ?? reason ?? '', scene.frame.language),
  ]);
  return html`<h2>${words.attempts}</h2>${numberTable(words.attempts, [columns.at, columns.outcome, columns.relay, columns.reply], rows)}
<p class="small soft">${words.said}</p>`;
}
