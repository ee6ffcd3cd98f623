import { letterOf } from '../../../text/letter-of.ts';
import { can } from '../../../access/permissions.ts';
import { assets } from '../../../views/assets.ts';
import { type DeskFrame, deskPage, doneNotice, problemNotice } from '../../../views/desk.ts';
import { html } from '../../../views/html.ts';
import { fewestClicks } from '../../subjects/judge.ts';
import { subjectsOf } from '../../subjects/subject-test.ts';
import { subjectsForm } from './form.ts';
import { inboxPart } from './inbox.ts';
import { resultPart } from './result.ts';
import type { SubjectsView } from './view.ts';
import { subjectWords } from './words.ts';

const mayChange = ['draft', 'approved', 'scheduled', 'launched'];

/** The subjects of an edition: which are tried, on whom and how long, how they look, and what came of it. */
export function subjectsPage(frame: DeskFrame, view: SubjectsView): string {
  const { language } = frame;
  const words = subjectWords(language);
  const { edition, test, who, problem, done, isCounted, isAlert } = view;
  const isGone = edition.state === 'launched';
  const isLive = test !== null && ['sending', 'paused', 'launching'].includes(test.state);
  const isOpen = mayChange.includes(edition.state) && can(who.role, 'editions.write') && (!isGone || isLive);
  const hasSeveral = edition.subjectTest !== null;
  const told = { saved: words.saved, chosen: words.choose.done };
  const body = html`<p class="small"><a href="/desk/editions/${edition.id}">${words.back}</a></p>
<h1>${words.title}</h1>
${doneNotice(problem === null && done !== null ? told[done] : null)}${problem !== null && problemNotice(problem)}
${test !== null && resultPart(words, language, view, test)}
${isGone && test === null && html`<p>${hasSeveral ? words.test.untested : words.nothingTried}</p>`}
${
  !isGone &&
  edition.state !== 'cancelled' &&
  html`<p class="lead">${words.text}</p><p>${words.rule(fewestClicks)}</p>
${!isCounted && html`<p class="missing">${words.clicksOff}</p>`}${isAlert && isCounted && html`<p class="missing">${words.alertWaits}</p>`}`
}
${['approved', 'scheduled'].includes(edition.state) && isOpen && html`<p class="missing mild">${words.approved}</p>`}
${isOpen ? subjectsForm(words, language, view) : inboxPart(words, view)}`;
  return deskPage(frame, { title: words.title, body, scripts: isOpen ? [assets.subjects.href] : [] });
}

/** Before a test is ended by a person. */
export function choosePage(frame: DeskFrame, view: SubjectsView, winner: number): string {
  const { choose } = subjectWords(frame.language);
  const letter = letterOf(winner);
  const { edition } = view;
  const words = subjectsOf(edition)[winner];
  const body = html`<h1>${choose.title(letter)}</h1>
<div class="sheet"><h2 class="subject" lang="${edition.language}">${words?.subject}</h2><p class="soft" lang="${edition.language}">${words?.preheader}</p></div>
<p>${choose.text}</p>
<div class="actions"><form method="post" action="/desk/editions/${edition.id}/subjects/choose"><input type="hidden" name="subject" value="${letter}"><button class="harm">${choose.button}</button></form></div>
<p class="onward"><a class="button quiet" href="/desk/editions/${edition.id}/subjects">${choose.back}</a></p>`;
  return deskPage(frame, { title: choose.title(letter), body, width: 'narrow' });
}
