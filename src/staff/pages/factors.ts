import { generate } from 'lean-qr';
import { toSvgSource } from 'lean-qr/extras/svg';
import {
  type DeskFrame,
  deskPage,
  deskTime,
  doneNotice,
  emptyState,
  problemNotice,
} from '../../views/desk.ts';
import { type Html, html, raw } from '../../views/html.ts';
import type { Factors, listPasskeys } from '../factors/factors.ts';
import type { TotpSetUp } from '../factors/totp.ts';
import { codeInput, textInput, twoPresses } from '../../views/desk-fields.ts';
import { passkeyButton, passkeyScripts } from './passkey-button.ts';
import { staffWords } from './words.ts';

const at = '/desk/account/second-factor';

export interface FactorsView {
  factors: Factors;
  passkeys: Awaited<ReturnType<typeof listPasskeys>>;
  mustSetUp: boolean;
  timeZone: string;
  did: string;
  problem: string | null;
}

/** Passkeys, the app for codes, and recovery codes of one's own. */
export function factorsPage(frame: DeskFrame, view: FactorsView): string {
  const { factors: words } = staffWords(frame.language);
  const { did, problem, mustSetUp } = view;
  const body = html`<h1>${words.title}</h1>
<p class="lead">${mustSetUp ? words.required : words.text}</p>
${doneNotice(Object.hasOwn(words.done, did) ? words.done[did as keyof typeof words.done] : null)}
${problemNotice(problem)}
${passkeySection(frame, view)}
${appSection(frame, view)}
${!mustSetUp && recoverySection(frame, view)}`;
  return deskPage(frame, { title: words.title, body, width: 'narrow', scripts: passkeyScripts });
}

function passkeySection(frame: DeskFrame, { passkeys, timeZone }: FactorsView): Html {
  const { factors: words, secondFactor } = staffWords(frame.language);
  const time = (instant: Date): Html => deskTime(instant, frame.language, timeZone);
  const items = passkeys.map(({ id, name, createdAt, lastUsedAt }) => {
    const title = name === '' ? words.unnamed : name;
    return html`<li><div><strong>${title}</strong><br><span class="soft small">${words.added} ${time(createdAt)}${lastUsedAt !== null && html`; ${words.used} ${time(lastUsedAt)}`}</span></div>
${removal(frame, title, `${at}/passkeys/${id}/remove`)}</li>`;
  });
  const name = textInput({
    name: 'passkey-name',
    label: words.nameLabel,
    hint: words.nameHint,
    isRequired: false,
    maxLength: 60,
  });
  return html`<h2>${words.passkeys}</h2><p>${words.passkeysText}</p>
${
  items.length === 0
    ? emptyState(words.noPasskeys.title, words.noPasskeys.text)
    : html`<ul class="ledger gifts">${items}</ul>`
}
${passkeyButton({ act: 'register', at: `${at}/passkeys`, label: words.add, next: at, cancelled: secondFactor.cancelled, before: name })}`;
}

function appSection(frame: DeskFrame, { factors }: FactorsView): Html {
  const { factors: words } = staffWords(frame.language);
  if (!factors.totp)
    return html`<h2>${words.app}</h2><p>${words.appText}</p>
<form method="post" action="${at}/app"><button class="quiet">${words.setUp}</button></form>`;
  return html`<h2>${words.app}</h2><p>${words.appSet}</p>${removal(frame, words.app, `${at}/app/remove`)}`;
}

function recoverySection(frame: DeskFrame, { factors }: FactorsView): Html | null {
  const { factors: words } = staffWords(frame.language);
  const { totp, passkeys, recoveryCodes } = factors;
  if (!totp && passkeys === 0) return null;
  return html`<h2>${words.recovery}</h2>
<p>${recoveryCodes > 0 ? words.recoveryLeft(recoveryCodes) : words.recoveryNone}</p>
${recoveryCodes > 0 ? html`${voidingCodes(frame)}<p class="soft small">${words.makeCodesText}</p>` : html`<form method="post" action="${at}/recovery-codes"><button class="quiet">${words.makeCodes}</button></form>`}`;
}

function voidingCodes(frame: DeskFrame): Html {
  const { factors: words } = staffWords(frame.language);
  return twoPresses({
    act: words.makeCodes,
    really: words.makeCodesReally,
    action: `${at}/recovery-codes`,
  });
}

function removal(frame: DeskFrame, what: string, action: string): Html {
  const { factors: words } = staffWords(frame.language);
  return twoPresses({ act: words.remove, about: words.removeOf(what), really: words.removeReally, action });
}

/** The picture and the text that an app is told, and the first code to prove that it has them. */
export function appPage(frame: DeskFrame, { secret, uri }: TotpSetUp, isWrong: boolean): string {
  const { factors: words, secondFactor } = staffWords(frame.language);
  const svg = toSvgSource(generate(uri), { on: '#000000', xmlDeclaration: false });
  const body = html`<h1>${words.appTitle}</h1>
<p>${words.appScan}</p><div class="qr" role="img" aria-label="${words.appScan}">${raw(svg)}</div>
<p>${words.appSecret}<br><span class="secret">${secret.match(/.{1,4}/g)?.join(' ')}</span></p>
<form method="post" action="${at}/app/confirm">${codeInput(words.appCode, staffWords(frame.language).signIn.codeHint, isWrong ? secondFactor.wrong : null)}
<button>${words.appConfirm}</button></form>`;
  return deskPage(frame, { title: words.appTitle, body, width: 'narrow' });
}

/** Recovery codes, this once. */
export function codesPage(frame: DeskFrame, codes: string[]): string {
  const { factors: words } = staffWords(frame.language);
  const body = html`<h1>${words.codesTitle}</h1><p class="lead">${words.codesText}</p>
<ul class="codes secret">${codes.map((code) => html`<li>${code}</li>`)}</ul>
<p><a class="button" href="${at}">${words.codesKept}</a></p>`;
  return deskPage(frame, { title: words.codesTitle, body, width: 'narrow' });
}
