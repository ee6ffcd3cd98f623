import { type DeskFrame, deskPage, doneNotice } from '../../views/desk.ts';
import { html } from '../../views/html.ts';
import type { Factors } from '../factors/factors.ts';
import { codeInput } from '../../views/desk-fields.ts';
import { passkeyButton, passkeyScripts } from './passkey-button.ts';
import { nextField } from './sign-in.ts';
import { staffWords } from './words.ts';

interface SecondFactorView {
  next: string;
  factors: Factors;
  isWrong: boolean;
}

/** Between the mailbox and the desk. */
export function secondFactorPage(frame: DeskFrame, { next, factors, isWrong }: SecondFactorView): string {
  const { secondFactor: words } = staffWords(frame.language);
  const body = html`<h1>${words.title}</h1>
${
  factors.passkeys > 0 &&
  passkeyButton({
    act: 'authenticate',
    at: '/desk/sign-in/passkey',
    label: words.passkey,
    next,
    cancelled: words.cancelled,
  })
}
<p class="lead">${words.text}</p>
<form method="post" action="/desk/sign-in/second-factor">${nextField(next)}
${codeInput(words.code, words.codeHint, isWrong ? words.wrong : null)}
<button>${words.enter}</button></form>
<p><a href="/desk/sign-in">${words.other}</a></p>`;
  return deskPage(frame, { title: words.title, body, width: 'narrow', scripts: passkeyScripts });
}

interface AgainView extends SecondFactorView {
  /** A code was mailed, where there is no second factor. */
  isMailed: boolean;
}

/** Before what a stolen cookie must not do. */
export function signInAgainPage(frame: DeskFrame, { next, factors, isWrong, isMailed }: AgainView): string {
  const { again, signIn, secondFactor } = staffWords(frame.language);
  const hasFactor = factors.totp || factors.passkeys > 0;
  const passkey = passkeyButton({
    act: 'authenticate',
    at: '/desk/sign-in-again/passkey',
    label: secondFactor.passkey,
    next,
    cancelled: secondFactor.cancelled,
  });
  const code = html`<form method="post" action="/desk/sign-in-again">${nextField(next)}
${
  hasFactor
    ? codeInput(secondFactor.code, secondFactor.codeHint, isWrong ? secondFactor.wrong : null)
    : codeInput(signIn.code, signIn.codeHint, isWrong ? signIn.codeWrong : null)
}
<button>${secondFactor.enter}</button></form>`;
  const mail = html`<form method="post" action="/desk/sign-in-again/mail">${nextField(next)}<button${isMailed && html` class="quiet"`}>${isMailed ? signIn.again : again.mail}</button></form>`;
  const body = html`<h1>${again.title}</h1><p class="lead">${again.text}</p>
${factors.passkeys > 0 && passkey}
${doneNotice(isMailed && !isWrong ? again.sent : null)}
${(hasFactor || isMailed) && code}
${!hasFactor && mail}
<p><a href="/desk">${again.back}</a></p>`;
  return deskPage(frame, { title: again.title, body, width: 'narrow', scripts: passkeyScripts });
}
