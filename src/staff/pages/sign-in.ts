import { deskPageLanguages } from '../../views/desk-words.ts';
import { nameOfLanguage } from '../../text/name-of-language.ts';
import type { Role } from '../../access/permissions.ts';
import { type DeskFrame, deskPage } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { codeInput, selectInput, textInput } from '../../views/desk-fields.ts';
import { passkeyButton, passkeyScripts } from './passkey-button.ts';
import { staffWords } from './words.ts';

/** The page to sign in; `next` is where it leads behind that. */
export function signInPage(
  frame: DeskFrame,
  { next, address, problem }: { next: string; address: string; problem: string | null },
): string {
  const { signIn, secondFactor } = staffWords(frame.language);
  const passkey = passkeyButton({
    act: 'authenticate',
    at: '/desk/sign-in/passkey',
    label: secondFactor.passkey,
    next,
    cancelled: secondFactor.cancelled,
    before: html`<h2>${secondFactor.or}</h2>`,
    isQuiet: true,
  });
  const body = html`<h1>${signIn.title}</h1><p class="lead">${signIn.text}</p>
<form method="post" action="/desk/sign-in">${nextField(next)}
${textInput({ name: 'address', label: signIn.address, value: address, problem, type: 'email', autocomplete: 'username' })}
<button>${signIn.button}</button></form>
${passkey}
<p class="small"><a href="/account">${signIn.readers}</a></p>`;
  return deskPage(frame, { title: signIn.title, body, width: 'narrow', scripts: passkeyScripts });
}

/** Shown for every address alike: the mail says who is known. */
export function sentPage(
  frame: DeskFrame,
  { form, next, isWrong }: { form: string; next: string; isWrong: boolean },
): string {
  const { signIn } = staffWords(frame.language);
  const body = html`<h1>${signIn.sentTitle}</h1><p class="lead">${signIn.sentText}</p>
<form method="post" action="/desk/sign-in/code"><input type="hidden" name="form" value="${form}">${nextField(next)}
${codeInput(signIn.code, signIn.codeHint, isWrong ? signIn.codeWrong : null)}
<button>${signIn.enter}</button></form>
<p><a href="/desk/sign-in">${signIn.again}</a></p>`;
  return deskPage(frame, { title: signIn.sentTitle, body, width: 'narrow' });
}

/** Behind the link of a mail: what opens links to look at them presses no button. */
export function linkPage(frame: DeskFrame, token: string): string {
  const { signIn } = staffWords(frame.language);
  const body = html`<h1>${signIn.linkTitle}</h1><p class="lead">${signIn.linkText}</p>
<form method="post" action="/desk/sign-in/${token}"><button>${signIn.enter}</button></form>`;
  return deskPage(frame, { title: signIn.linkTitle, body, width: 'narrow' });
}

export function invalidLinkPage(frame: DeskFrame, text: string | null = null): string {
  const { signIn } = staffWords(frame.language);
  const body = html`<h1>${signIn.invalidTitle}</h1><p class="lead">${text ?? signIn.invalidText}</p>
<p><a class="button" href="/desk/sign-in">${signIn.invalidButton}</a></p>`;
  return deskPage(frame, { title: signIn.invalidTitle, body, width: 'narrow' });
}

interface JoinView {
  token: string;
  role: Role;
  /** Null: it is asked for. */
  invited: string | null;
  name: string;
  address: string;
  language: string;
  problem: { field: 'name' | 'address'; text: string } | null;
}

export function joinPage(frame: DeskFrame, view: JoinView): string {
  const words = staffWords(frame.language);
  const { join } = words;
  const { invited, problem } = view;
  const of = (field: string): string | null => (problem?.field === field ? problem.text : null);
  const address = textInput({
    name: 'address',
    label: join.address,
    hint: join.addressHint,
    value: view.address,
    problem: of('address'),
    type: 'email',
    autocomplete: 'email',
  });
  const body = html`<h1>${join.title}</h1>
<p class="lead">${join.text(frame.publication, frame.words.roles[view.role])}</p>
${invited !== null && html`<p class="soft">${invited}</p>`}
<form method="post" action="/desk/join/${view.token}">
${textInput({ name: 'name', label: join.name, value: view.name, problem: of('name'), autocomplete: 'name', maxLength: 100 })}
${invited === null && address}
${selectInput({
  name: 'language',
  label: join.language,
  value: view.language,
  options: deskPageLanguages().map((value) => ({ value, label: nameOfLanguage(value) })),
})}
<button>${join.button}</button></form>`;
  return deskPage(frame, { title: join.title, body, width: 'narrow' });
}

export function nextField(next: string): Html | null {
  return next === '/desk' ? null : html`<input type="hidden" name="next" value="${next}">`;
}
