import type { Newsletter } from '../../publication/newsletters.ts';
import { type Html, html } from '../../views/html.ts';
import type { PageFrame } from '../../views/layout.ts';
import { consentWording } from '../consent.ts';
import { subscriberWords } from './words.ts';

/** What stands in the form, at first or again after a mistake. */
export interface SignUpForm {
  address: string;
  name: string;
  /** Slugs that are ticked. */
  chosen: string[];
  /** The signed time that the form was shown at. */
  time: string;
  /** The signed page that it was filled in on at first; '' where it is filled in here. */
  from: string;
  error: { field: 'address' | 'newsletters'; message: string } | null;
}

/** The form to subscribe with; the honeypot is a field that people do not see. */
export function signUpForm(
  frame: PageFrame,
  newsletters: Newsletter[],
  form: SignUpForm,
  button: string,
): Html {
  const { subscribe: words } = subscriberWords(frame.language);
  const { error } = form;
  const ofField = (field: 'address' | 'newsletters'): Html | null =>
    error?.field === field ? html`<p class="wrong" id="${field}-error">${error.message}</p>` : null;
  return html`<form method="post" action="/subscribe">
<fieldset${error?.field === 'newsletters' && html` aria-describedby="newsletters-error"`}>
<legend>${words.choose}</legend>
${ofField('newsletters')}
${newsletters.map(
  ({ slug, name, description }) => html`<label class="choice">
<input type="checkbox" name="newsletter" value="${slug}"${form.chosen.includes(slug) && html` checked`}>
<span><strong>${name}</strong>${description}</span></label>`,
)}
</fieldset>
<div class="field">
<label for="address">${words.address}</label>
${ofField('address')}
<input id="address" name="address" type="email" required autocomplete="email" maxlength="254" value="${form.address}"${
    error?.field === 'address' && html` aria-invalid="true" aria-describedby="address-error"`
  }>
</div>
<div class="field">
<label for="name">${words.name} <span class="hint">(${words.nameHint})</span></label>
<input id="name" name="name" type="text" autocomplete="name" maxlength="100" value="${form.name}">
</div>
<div class="trap" aria-hidden="true"><label for="website">Website</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<input type="hidden" name="time" value="${form.time}">
${form.from !== '' && html`<input type="hidden" name="from" value="${form.from}">`}
<p class="consent">${consentWording(frame.language, frame.publication.name)}</p>
<p class="small soft">${words.legal} <a href="/privacy">${frame.words.privacy}</a>, <a href="/terms">${frame.words.terms}</a> ${words.and} <a href="/imprint">${frame.words.imprint}</a>.</p>
<button>${button}</button>
<p class="small soft">${words.consent}</p>
</form>`;
}

/** The same form for another site: plain HTML, without a signed time, so that one more click is asked for. */
export function embedCode(publicUrl: string, newsletters: Newsletter[], language: string): string {
  const { subscribe: words } = subscriberWords(language);
  return html`<form method="post" action="${publicUrl}/subscribe">
  ${newsletters.map(
    ({
      slug,
      name,
      preselected,
    }) => html`<label><input type="checkbox" name="newsletter" value="${slug}"${preselected && html` checked`}> ${name}</label><br>
  `,
  )}<label>${words.address} <input type="email" name="address" required></label>
  <div style="position:absolute;left:-9999px" aria-hidden="true"><input name="website" tabindex="-1" autocomplete="off"></div>
  <button>${words.button}</button>
</form>`.markup;
}
