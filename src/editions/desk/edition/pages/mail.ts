import { can } from '../../../../access/permissions.ts';
import { type Child, type Html, html } from '../../../../views/html.ts';
import { problemNotice } from '../../../../views/desk.ts';
import type { PreviewReader } from '../readers.ts';
import { type EditionView, forms, type Look } from '../view.ts';
import type { EditionWords } from './words/edition-words.ts';

/** The mail as one kind of reader gets it, with the choice of whom and how. */
export function mailPart(words: EditionWords, view: EditionView): Html {
  const { mail } = words;
  const isShown = view.preFlight === null || view.preFlight.bytes !== null;
  return html`<h2 id="mail">${mail.title}</h2>
<p class="small soft">${stateOf(words, view)}</p>
${readerForm(words, view)}
${can(view.who.role, 'subscribers.see') && personForm(words, view)}
${lookLinks(words, view)}
${isShown ? shownMail(words, view) : problemNotice(mail.none)}`;
}

function stateOf({ mail }: EditionWords, view: EditionView): Child {
  const { state, approvedRevisionId } = view.edition;
  if (state !== 'launched') return approvedRevisionId === null ? mail.draft : mail.approved;
  const { look, isOpenForCorrection } = view;
  const other = html`<a href="${pageHref(view, { ...look, isDraft: !look.isDraft })}#mail">${look.isDraft ? mail.toLaunched : mail.toCorrected}</a>`;
  return html`${look.isDraft ? mail.corrected : mail.launched}${(isOpenForCorrection || look.isDraft) && html` ${other}`}`;
}

/** A reader in words. */
export function readerLabel({ reader: words }: EditionWords, reader: PreviewReader): string {
  if (reader.kind === 'subscriber') return reader.address;
  if (reader.kind === 'correction') return words.correction(reader.title);
  if (reader.kind !== 'tier') return words[reader.kind];
  return reader.isArchived ? words.archived(reader.tier) : words.tier(reader.tier);
}

function readerForm(words: EditionWords, { edition, readers, reader, look }: EditionView): Html {
  const all = reader.kind === 'subscriber' ? [...readers, reader] : readers;
  const options = all.map(
    (one) =>
      html`<option value="${one.name}"${one.name === reader.name && html` selected`}>${readerLabel(words, one)}</option>`,
  );
  return html`<form method="get" action="/desk/editions/${edition.id}" class="inline">
<div class="field"><label for="reader">${words.reader.label}</label><select id="reader" name="reader">${options}</select></div>
${lookFields(look)}<button class="quiet">${words.reader.show}</button></form>`;
}

/** A POST, though it changes nothing: so that nobody's address stands in an address. */
function personForm({ reader: words }: EditionWords, { edition, look }: EditionView): Html {
  return html`<details class="small"><summary>${words.person}</summary>
<form method="post" action="/desk/editions/${edition.id}/reader" class="inline">
<div class="field"><label for="address">${words.address}</label><input id="address" name="address" type="email" required maxlength="254" autocomplete="off"></div>
${lookFields(look)}<button class="quiet">${words.personShow}</button></form></details>`;
}

function lookFields({ form, isDark, isDraft }: Look): Html {
  return html`<input type="hidden" name="form" value="${form}">${isDark && html`<input type="hidden" name="dark" value="1">`}${isDraft && html`<input type="hidden" name="draft" value="1">`}`;
}

function lookLinks({ forms: names, schemes }: EditionWords, view: EditionView): Html {
  const { look } = view;
  const link = (label: string, other: Look, isCurrent: boolean): Html =>
    html`<li><a href="${pageHref(view, other)}#mail"${isCurrent && html` aria-current="true"`}>${label}</a></li>`;
  const schemeLinks = html`<ul class="choices" aria-label="${schemes.label}">
${link(schemes.light, { ...look, isDark: false }, !look.isDark)}
${link(schemes.dark, { ...look, isDark: true }, look.isDark)}</ul>`;
  return html`<div class="looks"><ul class="choices" aria-label="${names.label}">${forms.map((form) =>
    link(names[form], { ...look, form }, form === look.form),
  )}</ul>${look.form !== 'text' && schemeLinks}</div>`;
}

/** The address of the page, for this reader, in another look. */
function pageHref({ edition, reader }: EditionView, look: Look): string {
  const query = new URLSearchParams({ reader: reader.name, form: look.form, ...shownIn(look) });
  return `/desk/editions/${edition.id}?${query.toString()}`;
}

function shownIn({ isDark, isDraft }: Look): Record<string, string> {
  return { ...(isDark && { dark: '1' }), ...(isDraft && { draft: '1' }) };
}

function shownMail(words: EditionWords, view: EditionView): Html {
  const { edition, reader, look, text } = view;
  const title = words.mail.frame(readerLabel(words, reader));
  if (text !== null)
    return html`<pre class="mail-text" tabindex="0" role="region" aria-label="${title}" lang="${edition.language}">${text}</pre>
<p class="small soft">${words.mail.inert}</p>`;
  const query = new URLSearchParams({ reader: reader.name, ...shownIn(look) });
  return html`<div class="mail-view ${look.form}"${look.form === 'desktop' && html` tabindex="0" role="region" aria-label="${title}"`}><iframe class="mail-frame" sandbox="" referrerpolicy="no-referrer" title="${title}" src="/desk/editions/${edition.id}/mail?${query.toString()}"></iframe></div>
${look.isDark && html`<p class="small soft">${words.schemes.darkNote}</p>`}
<p class="small soft">${words.mail.inert}</p>`;
}
