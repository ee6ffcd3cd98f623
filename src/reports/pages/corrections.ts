import type { Correction } from '../../editions/corrections/correction.ts';
import { seenField } from '../../editions/desk/parts.ts';
import { secondPart } from '../../editions/desk/sending/ask.ts';
import { sendingWords } from '../../editions/desk/sending/words.ts';
import { nameOfActor } from '../../staff/pages/people.ts';
import type { StaffMember } from '../../staff/staff.ts';
import { deskPage, deskTime, doneNotice, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { headOf, numbersOf, postButton, type Scene } from './parts.ts';
import { liveWords } from './words.ts';

export interface CorrectionsView {
  edition: { id: number; name: string; language: string };
  /** The texts that somebody has got, the first one first. */
  texts: Array<{ id: number; number: number; got: number; isWrong: boolean }>;
  corrections: Array<Correction & { ownEditionId: number | null; ownState: string | null }>;
  /** How many are still to be told, of those corrections that are open. */
  left: Map<number, number>;
  people: StaffMember[];
  mayWrite: boolean;
  maySend: boolean;
  /** What has just been written: in which editions it stands, and which are approved already. */
  did: { word: string; drafts: string; approved: string };
  /** As it was typed, where it could not be kept. */
  typed: { title: string; text: string; subject: string };
  /** Of the form to write one: what is sent twice is written once. */
  once: string;
  problem: string | null;
}

/** What was wrong in an edition, told to those who got it so. */
export function correctionsPage(scene: Scene, view: CorrectionsView): string {
  const { frame } = scene;
  const words = liveWords(frame.language);
  const { corrections: say } = words;
  const { edition, corrections, texts, mayWrite, problem } = view;
  const links = [
    { href: `/desk/editions/${edition.id}`, label: words.toEdition },
    { href: `/desk/editions/${edition.id}/report`, label: words.sending.report },
  ];
  const body = html`${headOf(links, say.title, say.about(edition.name))}
${doneNotice(problem === null ? doneText(scene, view) : null)}${problemNotice(problem)}
<p class="lead">${say.text}</p>
${corrections.length === 0 ? html`<p class="soft">${say.none}</p>` : html`<ul class="correction-list">${corrections.map((one) => oneCorrection(scene, view, one))}</ul>`}
${mayWrite && (texts.length === 0 ? html`<p class="missing">${say.nobodyYet}</p>` : writeForm(scene, view))}`;
  return deskPage(frame, { title: `${say.title}: ${edition.name}`, body, width: 'narrow' });
}

function doneText({ frame }: Scene, { did }: CorrectionsView): string | null {
  const { corrections: say } = liveWords(frame.language);
  if (did.word === 'sent') return say.sent;
  if (did.word === 'ended') return say.ended;
  if (did.word !== 'written') return null;
  return [
    say.written,
    did.drafts !== '' && say.inDraft(did.drafts),
    did.approved !== '' && say.approvedAlready(did.approved),
  ]
    .filter((part) => part !== false)
    .join(' ');
}

function oneCorrection(
  scene: Scene,
  view: CorrectionsView,
  one: CorrectionsView['corrections'][number],
): Html {
  const { frame, timeZone } = scene;
  const { corrections: say } = liveWords(frame.language);
  const { edition, left, people, mayWrite, maySend } = view;
  const { id, title, text, createdBy, createdAt, endedAt, ownEditionId, ownState } = one;
  const at = `/desk/editions/${edition.id}/corrections/${id}`;
  const waiting = left.get(id) ?? 0;
  const count = numbersOf(scene);
  const isSent = ownState === 'launched';
  return html`<li><div lang="${edition.language}"><h2>${title}</h2>${text.split(/\n{2,}/).map((part) => html`<p>${part}</p>`)}</div>
<p class="small soft">${nameOfActor(createdBy, people, frame.language)}, ${deskTime(createdAt, frame.language, timeZone)}</p>
<p>${endedAt !== null ? say.ended : waiting === 0 ? say.told : say.left(count(waiting))} ${isSent && html`<a href="/desk/editions/${ownEditionId}">${say.sentIn}</a>`}</p>
<div class="actions">${maySend && !isSent && waiting > 0 && html`<a class="button" href="${at}/now">${say.now}</a>`}
${mayWrite && endedAt === null && postButton(`${at}/end`, say.end, { look: 'quiet' })}</div></li>
`;
}

function writeForm(scene: Scene, { edition, texts, typed, once }: CorrectionsView): Html {
  const { corrections: say } = liveWords(scene.frame.language);
  const count = numbersOf(scene);
  const boxes = texts.map(
    ({ id, number, got, isWrong }) =>
      html`<label class="pick"><input type="checkbox" name="text-${id}" value="on"${isWrong && html` checked`}><span>${say.gotIt(number, count(got))}</span></label>`,
  );
  const [only] = texts;
  return html`<section aria-labelledby="write"><h2 id="write">${say.write}</h2>
<form method="post" action="/desk/editions/${edition.id}/corrections"><input type="hidden" name="once" value="${once}">
${texts.length > 1 ? html`<fieldset><legend>${say.which}</legend>${boxes}</fieldset>` : html`<p>${say.gotIt(only?.number ?? 1, count(only?.got ?? 0))}</p>`}
<div class="field"><label for="title">${say.heading} <span class="hint">(${say.headingHint})</span></label><input id="title" type="text" name="title" required maxlength="150" lang="${edition.language}" value="${typed.title}"></div>
<div class="field"><label for="text">${say.words} <span class="hint">(${say.wordsHint})</span></label><textarea id="text" name="text" rows="6" required maxlength="2000" lang="${edition.language}">${typed.text}</textarea></div>
<div class="field"><label for="subject">${say.subject} <span class="hint">(${say.subjectHint})</span></label><input id="subject" type="text" name="subject" maxlength="200" lang="${edition.language}" value="${typed.subject}"></div>
<button>${say.next}</button><p class="small soft">${say.nextText}</p></form></section>`;
}

export interface NowView {
  edition: CorrectionsView['edition'];
  correction: Correction;
  count: number;
  got: number;
  subject: string;
  /** Its newsletter wants two people: the subject is the one that it was written with. */
  isBound: boolean;
  /** Who else may send it, where its newsletter wants somebody else than who looks; null: they may. */
  others: string[] | null;
  problem: string | null;
}

/** Before a correction is sent at once: to how many. */
export function nowPage(
  scene: Scene,
  { edition, correction, count, got, subject, isBound, others, problem }: NowView,
): string {
  const { frame } = scene;
  const words = liveWords(frame.language);
  const { corrections: say } = words;
  const at = `/desk/editions/${edition.id}/corrections`;
  const write = numbersOf(scene);
  const isEnded = correction.endedAt !== null;
  const ask = html`<form method="post" action="${at}/${correction.id}/now">${seenField(String(count))}
${isBound ? html`<p>${say.subject}: <strong lang="${edition.language}">${subject}</strong>. ${say.bound}</p>` : html`<div class="field"><label for="subject">${say.subject}</label><input id="subject" type="text" name="subject" required maxlength="200" lang="${edition.language}" value="${subject}"></div>`}
<button class="harm">${say.send(write(count))}</button></form>`;
  const body = html`${headOf([{ href: at, label: say.title }], say.nowTitle, say.about(edition.name))}
${problemNotice(problem)}
<div class="sheet" lang="${edition.language}"><h2 class="subject">${correction.title}</h2>${correction.text.split(/\n{2,}/).map((part) => html`<p>${part}</p>`)}</div>
<p>${isEnded ? say.ended : count === 0 ? say.nowNobody : say.nowText(write(count), write(got))}</p>${!isEnded && count > 0 && (others === null ? ask : secondPart({ say: sendingWords(frame.language), others }))}`;
  return deskPage(frame, { title: say.nowTitle, body, width: 'narrow' });
}
