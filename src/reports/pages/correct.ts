import type { RevisionCount } from '../../delivery/correct-send.ts';
import { told, seenField } from '../../editions/desk/parts.ts';
import type { Edition } from '../../editions/edition.ts';
import { deskPage, doneNotice, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { headOf, numberTable, numbersOf, postButton, type Scene } from './parts.ts';
import { liveWords } from './words.ts';

export interface CorrectView {
  edition: Edition;
  name: string;
  state: string;
  /** Who has, or would get, which text. */
  revisions: RevisionCount[];
  /** The approved correction, by its hash. */
  approved: string | null;
  /** Of the edition's words as they are now. */
  hash: string;
  /** The edition's words are others than what goes out. */
  isChanged: boolean;
  faults: string[];
  seen: string;
  maySend: boolean;
  did: string;
  problem: string | null;
}

/** The three steps from a mistake that is going out to its correction for all who are left. */
export function correctPage(scene: Scene, view: CorrectView): string {
  const { frame } = scene;
  const words = liveWords(frame.language);
  const { correct } = words;
  const { edition, name, did, problem } = view;
  const links = [
    { href: `/desk/editions/${edition.id}/sending`, label: words.sending.title },
    { href: `/desk/editions/${edition.id}`, label: words.toEdition },
  ];
  const body = html`${headOf(links, correct.title, name)}
${doneNotice(problem === null && did === 'saved' ? correct.saved : null)}${problemNotice(problem)}
<p class="lead">${correct.text}</p>
${whoHasWhat(scene, view)}
${pendingOf(view) === 0 ? html`<p class="missing">${correct.none}</p><p><a class="button" href="/desk/editions/${edition.id}/corrections">${words.corrections.title}</a></p>` : steps(scene, view)}`;
  return deskPage(frame, { title: `${correct.title}: ${name}`, body });
}

function sum(revisions: RevisionCount[], of: (one: RevisionCount) => number): number {
  return revisions.reduce((total, one) => total + of(one), 0);
}

function pendingOf({ revisions }: CorrectView): number {
  return sum(revisions, (one) => one.pending + one.inHand);
}

function whoHasWhat(scene: Scene, view: CorrectView): Html {
  const { correct } = liveWords(scene.frame.language);
  const { revisions, state } = view;
  const count = numbersOf(scene);
  const { columns } = correct;
  const rows = revisions.map(({ revision, sent, uncertain, pending, inHand }) => [
    correct.revision(revision),
    ...[sent, uncertain, pending + inHand].map(count),
  ]);
  const got = sum(revisions, (one) => one.sent + one.uncertain);
  return html`<p><strong>${correct.have(count(got))}</strong> ${correct.waiting(count(pendingOf(view)))} ${state === 'paused' ? correct.paused : pendingOf(view) > 0 && correct.running}</p>
${revisions.length > 1 && numberTable(correct.revisions, [columns.text, columns.sent, columns.uncertain, columns.pending], rows)}`;
}

function steps(scene: Scene, view: CorrectView): Html {
  const words = liveWords(scene.frame.language);
  const { correct } = words;
  const { edition, approved, maySend, seen, hash, state, isChanged, faults } = view;
  const at = `/desk/editions/${edition.id}`;
  const count = numbersOf(scene);
  return html`${maySend && state === 'sending' && html`<div class="actions">${postButton(`${at}/correct/pause`, words.sending.pause, { id: 'pause' })}</div>`}
<section aria-labelledby="edit"><h2 id="edit">${correct.steps.edit}</h2><p>${correct.editText}</p>
${wordsForm(scene, view)}<p class="small"><a href="${at}/compose">${correct.compose}</a> · <a href="${at}">${correct.stories}</a></p></section>
<section aria-labelledby="approve"><h2 id="approve">${correct.steps.approve}</h2>
${isChanged && mailFrame(edition.id, correct.mail)}
${approved !== null && html`<p class="done">${correct.approved(approved.slice(0, 12))}</p>`}
${approved === null && !isChanged && html`<p class="soft">${correct.unchanged}</p>`}
${approved === null && isChanged && faults.length > 0 && html`<div class="problem"><p>${correct.faults}</p><ul>${faults.map((fault) => html`<li>${told(fault, scene.frame.language)}</li>`)}</ul></div>`}
${approved === null && isChanged && faults.length === 0 && html`<p>${correct.approveText}</p>${maySend && postButton(`${at}/correct/approve`, correct.approve, { fields: { seen, hash } })}`}</section>
<section aria-labelledby="apply"><h2 id="apply">${correct.steps.apply}</h2>
<p>${correct.applyText(count(pendingOf(view)))}</p>
${approved !== null && maySend && postButton(`${at}/correct/apply`, correct.apply, { look: 'harm', fields: { hash: approved } })}</section>`;
}

/** Nobody approves what they could not see. */
function mailFrame(editionId: number, title: string): Html {
  return html`<p>${title}</p>
<div class="mail-view phone"><iframe class="mail-frame" sandbox="" referrerpolicy="no-referrer" title="${title}" src="/desk/editions/${editionId}/mail?reader=asked&amp;draft=1"></iframe></div>`;
}

function wordsForm({ frame }: Scene, { edition, seen }: CorrectView): Html {
  const { correct } = liveWords(frame.language);
  const { id, subject, preheader, intro, language } = edition;
  return html`<form method="post" action="/desk/editions/${id}/correct/words" lang="${frame.language}">${seenField(seen)}
<div class="field"><label for="subject">${correct.subject}</label><input id="subject" type="text" name="subject" required maxlength="200" lang="${language}" value="${subject}"></div>
<div class="field"><label for="preheader">${correct.preheader}</label><input id="preheader" type="text" name="preheader" maxlength="200" lang="${language}" value="${preheader}"></div>
<div class="field"><label for="intro">${correct.intro} <span class="hint">(${correct.introHint})</span></label><textarea id="intro" name="intro" rows="4" maxlength="5000" lang="${language}">${intro}</textarea></div>
<button>${correct.save}</button></form>`;
}
