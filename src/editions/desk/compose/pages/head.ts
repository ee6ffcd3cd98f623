import { type Html, html } from '../../../../views/html.ts';
import type { ComposeView } from '../view.ts';
import { field } from './fields.ts';
import { composerHref, madeFor } from './forms.ts';
import { composerWords } from './words.ts';

/** Subject and preheader, as they stand above the mail in a mail program. */
export function headPart(language: string, view: ComposeView): Html {
  const { head, bar } = composerWords(language);
  const { document, edition, locked } = view;
  const { subject, preheader } = document;
  const shared = { key: 'head', lang: edition.language, locked: locked !== null };
  return html`<form id="head-form" class="compose-head" method="post" action="${composerHref(view, {})}" data-fields>
${madeFor(view)}<input type="hidden" name="key" value="head">
<div class="compose-head-field" id="subject">${field({ ...shared, name: 'subject', label: head.subject, value: subject, most: 200, hint: head.subjectHint(subject.length), counts: true, grows: true })}</div>
<div class="compose-head-field" id="preheader">${field({ ...shared, name: 'preheader', label: head.preheader, value: preheader, most: 200, hint: head.preheaderHint(preheader.length), counts: true, grows: true })}</div>
<p class="small compose-head-foot">${locked === null && html`<button name="act" value="save" class="quiet small saves">${head.save}</button>`}<a href="/desk/editions/${edition.id}/subjects">${bar.tests}</a></p>
</form>`;
}
