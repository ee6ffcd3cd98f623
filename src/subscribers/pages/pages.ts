import type { Newsletter } from '../../publication/newsletters.ts';
import { html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import { leaveAll, preferencesForm, preferencesNotice, type PreferencesView } from './preferences-form.ts';
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
<p><a href="/account">${confirm.preferences}</a></p>
<p><a href="/support">${frame.words.support}</a></p>`;
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

export function preferencesPage(frame: PageFrame, view: PreferencesView): string {
  const { preferences: text } = subscriberWords(frame.language);
  const body = html`<h1>${text.title}</h1><p class="soft">${text.forAddress(view.preferences.address)}</p>
${preferencesNotice(frame, view.notice)}${preferencesForm(frame, view)}
<div class="actions">${leaveAll(frame, view.allToken)}</div>`;
  return page(frame, { title: text.title, body, isPrivate: true });
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
