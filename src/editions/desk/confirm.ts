import { type DeskFrame, deskPage } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import type { Balance } from '../../delivery/balance.ts';
import type { Edition } from '../edition.ts';
import { countIn, nameOf, seenField, subjectOf, told } from './parts.ts';
import type { Act, DeskEditionWords } from './words/desk-edition-words.ts';

/** What a page that asks first shows of an edition. */
export interface Asked {
  words: DeskEditionWords;
  edition: Edition;
  newsletter: string;
  seen: string;
}

/** Before a send is stopped for good; a pause stands beside it. */
export function stopPage(frame: DeskFrame, asked: Asked, { sent, pending, state }: Balance): string {
  const { words } = asked;
  const { title, text, pause } = words.stopping;
  const count = countIn(frame.language);
  return confirmPage(frame, asked, {
    title,
    text: text(count(sent), count(pending)),
    act: 'stop',
    button: words.acts.stop.replace('…', ''),
    beside: state === 'sending' && postForm(asked, 'pause', html`<button class="quiet">${pause}</button>`),
  });
}

/** Before an edition that has not gone out is taken off the line. */
export function discardPage(frame: DeskFrame, asked: Asked): string {
  const { words } = asked;
  const button = words.acts.discard.replace('…', '');
  return confirmPage(frame, asked, { ...words.discarding, act: 'discard', button });
}

/** Before a send goes on that a limit keeps: what it has come to. */
export function resumePage(frame: DeskFrame, asked: Asked, stops: string[]): string {
  const { title, text, button } = asked.words.resuming;
  const reasons = html`<ul class="missing">${stops.map((stop) => html`<li>${told(stop, frame.language)}</li>`)}</ul>`;
  return confirmPage(frame, asked, { title, text, act: 'resume', button, reasons });
}

interface Question {
  title: string;
  text: string;
  act: Act;
  button: string;
  reasons?: Html;
  beside?: Child;
}

function confirmPage(frame: DeskFrame, asked: Asked, question: Question): string {
  const { title, text, act, button, reasons, beside } = question;
  const harm = html`${act === 'resume' && html`<input type="hidden" name="override" value="on">`}<button class="harm">${button}</button>`;
  const body = html`${headOf(asked, title)}<p>${text}</p>${reasons}
<div class="actions">${postForm(asked, act, harm)}${beside}</div>${backLink(asked.words)}`;
  return deskPage(frame, { title, body, width: 'narrow' });
}

function postForm({ edition, seen }: Asked, act: Act, content: Html): Html {
  return html`<form method="post" action="/desk/editions/${edition.id}/${act}">${seenField(seen)}${content}</form>`;
}

/** What is asked, and about which edition. */
export function headOf({ words, edition, newsletter }: Asked, title: string): Html {
  const { number, preheader } = edition;
  return html`<h1>${title}</h1>
<div class="sheet"><h2 class="subject">${subjectOf(words, edition)}</h2>${preheader !== '' && html`<p class="soft">${preheader}</p>`}<p class="soft small">${nameOf({ newsletter, number })}</p></div>`;
}

export function backLink({ back }: DeskEditionWords): Html {
  return html`<p class="onward"><a class="button quiet" href="/desk">${back}</a></p>`;
}
