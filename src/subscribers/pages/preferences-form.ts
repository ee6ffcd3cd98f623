import { languagesWith } from '../../../languages/index.ts';
import { nameOfLanguage } from '../../text/name-of-language.ts';
import { html, type Html } from '../../views/html.ts';
import type { PageFrame } from '../../views/layout.ts';
import { clickWording, consentWording } from '../consent.ts';
import type { Preferences } from '../preferences.ts';
import { subscriberWords } from './words.ts';

export interface PreferencesView {
  preferences: Preferences;
  /** Where the form is posted to. */
  action: string;
  allToken: string;
  notice: { kind: 'saved' } | { kind: 'problem'; message: string } | null;
}

/** What came of the form that was sent. */
export function preferencesNotice(frame: PageFrame, notice: PreferencesView['notice']): Html | null {
  if (notice === null) return null;
  const { saved } = subscriberWords(frame.language).preferences;
  return notice.kind === 'saved'
    ? html`<p class="done" role="status">${saved}</p>`
    : html`<p class="problem" role="alert">${notice.message}</p>`;
}

/** What a person gets, and how, as a form. */
export function preferencesForm(frame: PageFrame, { preferences, action }: PreferencesView): Html {
  const words = subscriberWords(frame.language);
  const { preferences: text } = words;
  const languages = languagesWith('subscriberPages').map((code) => [code, nameOfLanguage(code)] as const);
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return html`<form method="post" action="${action}">
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
<button>${text.button}</button></form>`;
}

/** To leave everything; one more button is on the page behind it. */
export function leaveAll(frame: PageFrame, allToken: string): Html {
  const text = subscriberWords(frame.language).preferences.leaveAll;
  return html`<form method="get" action="/unsubscribe/${allToken}"><button class="quiet">${text}</button></form>`;
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
