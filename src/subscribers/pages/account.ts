import { html, type Html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import { leaveAll, preferencesForm, preferencesNotice, type PreferencesView } from './preferences-form.ts';
import { subscriberWords } from './words.ts';

type AccountView = Omit<PreferencesView, 'action'> & { sections: Array<Html | null> };

/** All that a person has with us, on one page: what other domains show of it, then what they get by mail. */
export function accountPage(frame: PageFrame, view: AccountView): string {
  const { account, preferences: text } = subscriberWords(frame.language);
  const body = html`<h1>${account.title}</h1>
<p class="soft">${text.forAddress(view.preferences.address)}</p>
${view.sections}
<section id="preferences" aria-labelledby="preferences-title"><h2 id="preferences-title">${account.more}</h2>
${preferencesNotice(frame, view.notice)}
${preferencesForm(frame, { ...view, action: '/account/preferences' })}
<div class="actions">${leaveAll(frame, view.allToken)}
<form method="post" action="/account/sign-out"><button class="quiet">${account.signOut}</button></form></div></section>`;
  return page(frame, { title: account.title, body, isPrivate: true });
}

export function signInFormPage(frame: PageFrame, error: string | null, address: string): string {
  const { account, subscribe } = subscriberWords(frame.language);
  const body = html`<h1>${account.title}</h1><p class="lead">${account.text}</p>
<form method="post" action="/account"><div class="field"><label for="address">${subscribe.address}</label>
${error !== null && html`<p class="wrong" id="address-error">${error}</p>`}
<input id="address" name="address" type="email" required autocomplete="email" maxlength="254" value="${address}"${error !== null && html` aria-invalid="true" aria-describedby="address-error"`}></div>
<button>${account.button}</button></form>`;
  return page(frame, { title: account.title, body });
}

/** Shown for every address alike: the mail says who is known. */
export function signInSentPage(frame: PageFrame, formToken: string, isWrong: boolean): string {
  const { account } = subscriberWords(frame.language);
  const faulty = html` aria-invalid="true" aria-describedby="code-error"`;
  const body = html`<h1>${account.sentTitle}</h1><p class="lead">${account.sentText}</p>
<form method="post" action="/account/code"><input type="hidden" name="form" value="${formToken}">
<div class="field"><label for="code">${account.code} <span class="hint">(${account.codeHint})</span></label>
${isWrong && html`<p class="wrong" id="code-error" role="alert">${account.codeWrong}</p>`}
<input id="code" name="code" type="text" class="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12"${isWrong && faulty}></div>
<button>${account.enter}</button></form>
<p><a href="/account">${account.again}</a></p>`;
  return page(frame, { title: account.sentTitle, body, isPrivate: true });
}

export function signInPage(frame: PageFrame, token: string): string {
  const { account } = subscriberWords(frame.language);
  const form = html`<form method="post" action="/account/sign-in/${token}"><button>${account.enter}</button></form>`;
  return page(frame, {
    title: account.enter,
    body: html`<h1>${account.enter}</h1><p class="lead">${account.enterText}</p>${form}`,
    isPrivate: true,
  });
}
