import { type DeskFrame, deskPage, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { settingPart } from './setting-part.ts';
import { senderWords } from './words.ts';

const maxLength = 500;

/** What stands at the foot of each mail, on the page of senders. */
export function postalPart(frame: DeskFrame, postalAddress: string, mayChange: boolean): Html {
  const { postal } = senderWords(frame.language);
  const shown =
    postalAddress.trim() === ''
      ? html`<p class="problem">${postal.none}</p>`
      : html`<p class="postal">${postalAddress}</p>`;
  return settingPart(postal, { id: 'postal', href: '/desk/postal-address', shown, mayChange });
}

/** Where it is typed. */
export function postalForm(
  frame: DeskFrame,
  { postalAddress, seen, problem }: { postalAddress: string; seen: string; problem: string | null },
): string {
  const words = senderWords(frame.language);
  const { title, text, hint, button } = words.postal;
  const body = html`<h1>${title}</h1><p>${text}</p>
${problemNotice(problem)}
<form method="post" action="/desk/postal-address"><input type="hidden" name="seen" value="${seen}">
<div class="field"><label for="postalAddress">${title} <span class="hint">(${hint})</span></label>
<textarea class="plain" id="postalAddress" name="postalAddress" rows="4" maxlength="${maxLength}" required autocomplete="street-address">${postalAddress}</textarea></div>
<button>${button}</button></form>
<p class="onward"><a href="/desk/sender">${words.back}</a></p>`;
  return deskPage(frame, { title, body, width: 'narrow' });
}
