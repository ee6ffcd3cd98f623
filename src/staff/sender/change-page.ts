import type { Sender } from '../../publication/senders.ts';
import { type DeskFrame, deskPage, problemNotice } from '../../views/desk.ts';
import { textInput } from '../../views/desk-fields.ts';
import { type Html, html } from '../../views/html.ts';
import { type Authentication, authenticationList, senderFacts } from './page.ts';
import { senderWords } from './words.ts';

/** What is being changed: the default's sender, or a newsletter's. */
export interface Changing {
  which: string;
  /** A newsletter's name; null: the default. */
  newsletter: string | null;
  /** As `seenSender` says what stands there. */
  seen: string;
  sender: Sender;
  problem: string | null;
}

/** Where a sender is typed. */
export function senderForm(frame: DeskFrame, { which, newsletter, seen, sender, problem }: Changing): string {
  const words = senderWords(frame.language);
  const title = words.form.title(newsletter ?? words.default);
  const { fromName, fromAddress, replyTo } = sender;
  const body = html`<h1>${title}</h1><p>${words.form.text}</p>
${problemNotice(problem)}
<form method="post" action="/desk/sender/${which}/review"><input type="hidden" name="seen" value="${seen}">
${textInput({ name: 'name', label: words.fromName, value: fromName, maxLength: 100 })}
${textInput({ name: 'address', label: words.fromAddress, value: fromAddress, type: 'email' })}
${textInput({ name: 'replyTo', label: words.replyTo, hint: words.replyToHint, value: replyTo ?? '', type: 'email', isRequired: false })}
<button>${words.form.review}</button></form>
<p class="onward"><a href="/desk/sender">${words.back}</a></p>`;
  return deskPage(frame, { title, body, width: 'narrow' });
}

export interface Review extends Changing {
  before: Sender | null;
  /** Of its name, what readers may take for another's. */
  odd: string[];
  found: Authentication;
}

/** Before a sender is changed: what it was, what it will be, and whether others would believe it. */
export function reviewPage(frame: DeskFrame, review: Review): string {
  const words = senderWords(frame.language);
  const { which, sender, seen, before, odd, found } = review;
  const { title, text, button, again } = words.review;
  const hidden = (name: string, value: string): Html =>
    html`<input type="hidden" name="${name}" value="${value}">`;
  const fields = [
    hidden('seen', seen),
    hidden('name', sender.fromName),
    hidden('address', sender.fromAddress),
    hidden('replyTo', sender.replyTo ?? ''),
  ];
  const body = html`<h1>${title}</h1><p>${text}</p>
${odd.length > 0 && html`<div class="problem"><p>${words.odd}</p><ul>${odd.map((one) => html`<li>${one}</li>`)}</ul></div>`}
${before !== null && html`<h2>${words.review.before}</h2><div class="sheet">${senderFacts(words, before)}</div>`}
<h2>${words.review.after}</h2><div class="sheet">${senderFacts(words, sender)}</div>
${authenticationList(frame.language, words, found)}
<div class="actions"><form method="post" action="/desk/sender/${which}">${fields}<button class="harm">${button}</button></form>
<a class="button quiet" href="/desk/sender/${which}">${again}</a></div>`;
  return deskPage(frame, { title, body, width: 'narrow' });
}

export interface Removal {
  which: string;
  newsletter: string;
  seen: string;
  before: Sender;
  /** The default, which takes its place. */
  after: Sender;
}

/** Before a newsletter's own sender is taken away: whom its mail comes from then. */
export function removePage(frame: DeskFrame, { which, newsletter, seen, before, after }: Removal): string {
  const words = senderWords(frame.language);
  const { title, text, button } = words.remove;
  const body = html`<h1>${title(newsletter)}</h1><p>${text}</p>
<h2>${words.review.before}</h2><div class="sheet">${senderFacts(words, before)}</div>
<h2>${words.review.after}</h2><div class="sheet">${senderFacts(words, after)}</div>
<div class="actions"><form method="post" action="/desk/sender/${which}/remove"><input type="hidden" name="seen" value="${seen}"><button class="harm">${button}</button></form>
<a class="button quiet" href="/desk/sender">${words.back}</a></div>`;
  return deskPage(frame, { title: title(newsletter), body, width: 'narrow' });
}
