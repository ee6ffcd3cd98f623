import type { Newsletter } from '../../publication/newsletters.ts';
import { html, type Html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import { clickWording, consentWording } from '../consent.ts';
import type { Preferences } from '../preferences.ts';
import { embedCode, type SignUpForm, signUpForm } from './sign-up.ts';
import { subscriberWords } from './words.ts';

export function subscribePage(frame: PageFrame, newsletters: Newsletter[], form: SignUpForm): string {
  if (newsletters.length === 0) return noNewsletterPage(frame);
  const { subscribe: words } = subscriberWords(frame.language);
  const body = html`<h1>${words.title}</h1><p class="lead">${words.intro}</p>${signUpForm(frame, newsletters, form, words.button)}`;
  return page(frame, { title: words.title, body });
}

/** Before the first newsletter is there: a form could never be sent. */
function noNewsletterPage(frame: PageFrame): string {
  const { noneTitle, noneText } = subscriberWords(frame.language).subscribe;
  return page(frame, {
    title: noneTitle,
    body: html`<h1>${noneTitle}</h1><p class="lead">${noneText}</p>`,
  });
}

/** The filled form with one button, for a form that came without a time of ours. */
export function oneMorePage(frame: PageFrame, newsletters: Newsletter[], form: SignUpForm): string {
  if (newsletters.length === 0) return noNewsletterPage(frame);
  const { subscribe: words } = subscriberWords(frame.language);
  const body = html`<h1>${words.oneMore}</h1><p class="lead">${words.oneMoreText}</p>${signUpForm(frame, newsletters, form, words.oneMoreButton)}`;
  return page(frame, { title: words.oneMore, body, isPrivate: true });
}

export function sentPage(frame: PageFrame): string {
  const { sent } = subscriberWords(frame.language);
  return page(frame, {
    title: sent.title,
    body: html`<h1>${sent.title}</h1><p class="lead">${sent.text}</p><p class="soft">${sent.hint}</p>`,
    isPrivate: true,
  });
}

export function confirmPage(frame: PageFrame, token: string, names: string[]): string {
  const { confirm } = subscriberWords(frame.language);
  const form = html`<form method="post" action="/confirm/${token}"><button>${confirm.button}</button></form>`;
  return page(frame, {
    title: confirm.title,
    body: html`<h1>${confirm.title}</h1><p class="lead">${confirm.text}</p>
<ul>${names.map((name) => html`<li><strong>${name}</strong></li>`)}</ul>${form}`,
    isPrivate: true,
  });
}

export function confirmedPage(frame: PageFrame, again: boolean, names: string[]): string {
  const { confirm } = subscriberWords(frame.language);
  const body = html`<h1>${confirm.done}</h1><p class="lead">${again ? confirm.again : confirm.doneText}</p>
<ul>${names.map((name) => html`<li><strong>${name}</strong></li>`)}</ul>
<p><a href="/account">${confirm.preferences}</a></p>`;
  return page(frame, { title: confirm.done, body, isPrivate: true });
}

export function invalidLinkPage(frame: PageFrame): string {
  const words = subscriberWords(frame.language);
  const body = html`<h1>${words.invalid.title}</h1><p class="lead">${words.invalid.text}</p><p><a class="button" href="/subscribe">${frame.words.subscribe}</a></p>`;
  return page(frame, { title: words.invalid.title, body, isPrivate: true });
}

interface Leaving {
  token: string;
  /** Null where the link is about every newsletter. */
  newsletter: string | null;
  allToken: string;
}

/** A link to leave opens nothing else: what else one gets is behind a sign-in. */
export function unsubscribePage(frame: PageFrame, { token, newsletter, allToken }: Leaving): string {
  const { unsubscribe } = subscriberWords(frame.language);
  const name = newsletter ?? unsubscribe.allTitle;
  const main = newsletter === null ? unsubscribe.all : unsubscribe.button(name);
  const body = html`<h1>${unsubscribe.title}</h1>
<p class="lead">${newsletter === null ? unsubscribe.textAll : unsubscribe.text(name)}</p>
<div class="actions">
<form method="post" action="/unsubscribe/${token}"><button>${main}</button></form>
${newsletter !== null && html`<form method="post" action="/unsubscribe/${allToken}"><button class="quiet">${unsubscribe.all}</button></form>`}
</div>
<p class="soft"><br><a href="/account">${unsubscribe.keep}</a></p>`;
  return page(frame, { title: unsubscribe.title, body, isPrivate: true });
}

export function unsubscribedPage(frame: PageFrame, newsletter: string | null, undo: string | null): string {
  const { unsubscribe } = subscriberWords(frame.language);
  const text = newsletter === null ? unsubscribe.doneAll : unsubscribe.doneText(newsletter);
  const back =
    undo === null
      ? null
      : html`<form method="post" action="/resubscribe/${undo}"><button class="quiet">${unsubscribe.undo}</button></form>`;
  return page(frame, {
    title: unsubscribe.done,
    body: html`<h1>${unsubscribe.done}</h1><p class="lead">${text}</p>${back}`,
    isPrivate: true,
  });
}

export function resubscribedPage(frame: PageFrame): string {
  const { undone } = subscriberWords(frame.language);
  return page(frame, {
    title: undone.title,
    body: html`<h1>${undone.title}</h1><p class="lead">${undone.text}</p>`,
    isPrivate: true,
  });
}

interface PreferencesView {
  preferences: Preferences;
  /** Where the form is posted to. */
  action: string;
  allToken: string;
  notice: { kind: 'saved' } | { kind: 'problem'; message: string } | null;
  /** A button to sign out, where one is signed in. */
  signedIn: boolean;
}

const languages = [
  ['en', 'English'],
  ['uk', 'Українська'],
  ['de', 'Deutsch'],
] as const;

export function preferencesPage(frame: PageFrame, view: PreferencesView): string {
  const words = subscriberWords(frame.language);
  const { preferences: text } = words;
  const { preferences, action, allToken, notice, signedIn } = view;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  const body = html`<h1>${text.title}</h1><p class="soft">${text.forAddress(preferences.address)}</p>
${notice?.kind === 'saved' && html`<p class="done" role="status">${text.saved}</p>`}
${notice?.kind === 'problem' && html`<p class="problem" role="alert">${notice.message}</p>`}
<form method="post" action="${action}">
<fieldset><legend>${text.newsletters}</legend>
${preferences.newsletters.length === 0 && html`<p class="soft">${text.none}</p>`}
${preferences.newsletters.map(
  ({ slug, name, description, subscribed }) => html`<label class="choice">
<input type="checkbox" name="newsletter" value="${slug}"${subscribed && html` checked`}><span><strong>${name}</strong>${description}</span></label>`,
)}
<p class="small soft">${consentWording(frame.language, frame.publication.name)}</p></fieldset>
${clickChoice(frame, preferences)}
<div class="field"><label for="name">${words.subscribe.name} <span class="hint">(${words.subscribe.nameHint})</span></label>
<input id="name" name="name" type="text" autocomplete="name" maxlength="100" value="${preferences.name}"></div>
${select('language', text.language, [['', text.languageAuto], ...languages], preferences.language ?? '')}
${select('timeZone', text.zone, [['', text.zoneAuto], ...zones.map((zone) => [zone, zone.replaceAll('_', ' ')] as const)], preferences.timeZone ?? '')}
<label class="choice"><input type="checkbox" name="ownMorning" value="on"${preferences.ownMorning && html` checked`}><span>${text.ownMorning}</span></label>
<button>${text.button}</button></form>
<div class="actions">
<form method="get" action="/unsubscribe/${allToken}"><button class="quiet">${text.leaveAll}</button></form>
${signedIn && html`<form method="post" action="/account/sign-out"><button class="quiet">${words.account.signOut}</button></form>`}
</div>`;
  return page(frame, { title: text.title, body, isPrivate: true });
}

/** Asked only where a newsletter counts clicks per person; unticked until the person says yes. */
function clickChoice({ language, publication }: PageFrame, { clicks }: Preferences): Html | null {
  if (clicks.newsletters.length === 0) return null;
  const { preferences: text } = subscriberWords(language);
  const wording = clickWording(language, clicks.newsletters, publication.name);
  return html`<fieldset><legend>${text.clicks}</legend>
<label class="choice"><input type="checkbox" name="clicks" value="on"${clicks.agreed && html` checked`}><span>${wording}</span></label></fieldset>`;
}

function select(
  name: string,
  label: string,
  options: ReadonlyArray<readonly [string, string]>,
  chosen: string,
): Html {
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">
${options.map(([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select></div>`;
}

export function accountPage(frame: PageFrame, error: string | null, address: string): string {
  const { account, subscribe } = subscriberWords(frame.language);
  const body = html`<h1>${account.title}</h1><p class="lead">${account.text}</p>
<form method="post" action="/account"><div class="field"><label for="address">${subscribe.address}</label>
${error !== null && html`<p class="wrong" id="address-error">${error}</p>`}
<input id="address" name="address" type="email" required autocomplete="email" maxlength="254" value="${address}"${error !== null && html` aria-invalid="true" aria-describedby="address-error"`}></div>
<button>${account.button}</button></form>`;
  return page(frame, { title: account.title, body });
}

export function signInSentPage(frame: PageFrame): string {
  const { account } = subscriberWords(frame.language);
  return page(frame, {
    title: account.sentTitle,
    body: html`<h1>${account.sentTitle}</h1><p class="lead">${account.sentText}</p>`,
    isPrivate: true,
  });
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

/** A text of the publication's own: paragraphs, and lines that begin with # as headings. */
export function legalPage(frame: PageFrame, title: string, text: string): string {
  const parts = text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const shown = parts.map((part) =>
    part.startsWith('#') ? html`<h2>${part.replace(/^#+\s*/, '')}</h2>` : html`<p>${part}</p>`,
  );
  const empty = html`<p class="soft">${subscriberWords(frame.language).legalEmpty}</p>`;
  return page(frame, { title, body: html`<h1>${title}</h1>${shown.length === 0 ? empty : shown}` });
}

export function embedPage(frame: PageFrame, publicUrl: string, newsletters: Newsletter[]): string {
  if (newsletters.length === 0) return noNewsletterPage(frame);
  const title = 'A form for your own site';
  const body = html`<h1>${title}</h1><p class="lead">Paste this where the form should stand. It is plain HTML, needs no script and sets no cookie.</p>
<pre>${embedCode(publicUrl, newsletters, frame.language)}</pre>`;
  return page(frame, { title, body, width: 'wide' });
}
