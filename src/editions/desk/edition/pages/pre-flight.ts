import { can } from '../../../../access/permissions.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { Fault } from '../../../faults.ts';
import type { EditionView } from '../view.ts';
import { outsidePart } from './outside.ts';
import type { EditionWords } from './words/edition-words.ts';
import { toldIn } from '../../parts.ts';

// Where Gmail cuts a mail off, in bytes of HTML.
const gmailLimit = 102 * 1024;

/** What is to be mended before the edition goes out, each with a link to where it is. */
export function preFlightPart(words: EditionWords, language: string, view: EditionView): Html | null {
  const { preFlight, edition, timeZone } = view;
  const { preFlight: said } = words;
  if (preFlight === null)
    return edition.state === 'launched'
      ? html`<section aria-labelledby="pre-flight"><h2 id="pre-flight">${said.title}</h2><p>${said.over}</p></section>`
      : null;
  const { faults, bytes, outside } = preFlight;
  const items = faults.map((fault) => faultItem(words, language, view, fault));
  return html`<section aria-labelledby="pre-flight"><h2 id="pre-flight">${said.title}</h2>
${faults.length === 0 ? html`<p>${said.none}</p>` : html`<ul class="faults">${items}</ul>`}
${bytes !== null && sizeOf(words, bytes)}
${outside !== null && outsidePart(words, { language, timeZone, editionId: edition.id }, outside)}</section>`;
}

function faultItem(words: EditionWords, language: string, view: EditionView, fault: Fault): Html {
  const { stop, warning } = words.preFlight;
  const isStop = fault.severity === 'stop';
  const place = placeOf(view, fault);
  const text = describe(words, language, fault);
  return html`<li class="fault ${fault.severity}"><strong>${isStop ? stop : warning}</strong> ${place === null ? html`<span>${text}</span>` : html`<a href="${place}">${text}</a>`}</li>\n`;
}

/** A fault in the words of a page. */
export function describe(words: EditionWords, language: string, fault: Fault): string {
  const tell = toldIn(language);
  const detail = 'detail' in fault ? { detail: tell(fault.detail) } : {};
  const fix = 'fix' in fault && fault.fix !== null ? { fix: tell(fault.fix) } : {};
  // Each code has its own words, for its own facts.
  const say = words.preFlight.faults[fault.code] as (facts: Fault, size: (bytes: number) => string) => string;
  return say({ ...fault, ...detail, ...fix }, (bytes) => kilobytes(words, bytes));
}

const subjects: ReadonlyArray<Fault['code']> = ['no-subject', 'long-subject', 'same-subject'];
const parts: ReadonlyArray<Fault['code']> = [
  'no-blocks',
  'no-footer',
  'audience',
  'many-audiences',
  'ballot-not-open',
  'cut-off',
  'nearly-cut-off',
  'heavy-pictures',
];

const ownersPages: Partial<Record<Fault['code'], string>> = {
  'no-postal-address': '/desk/postal-address',
  contrast: '/desk/colour',
};

/**
 * Where what a fault is about is mended: in the composer, on the page of subjects or of the sender; for who may not write,
 * where it stands on this page. Null where it is not theirs to mend.
 */
function placeOf({ composer, keys, edition, who }: EditionView, fault: Fault): string | null {
  if ('block' in fault) {
    const key = keys[fault.block];
    return composer === null || key === undefined
      ? `#block-${fault.block + 1}`
      : `${composer}?block=${key}#block-${key}`;
  }
  if (
    fault.code === 'alert-waits' ||
    fault.code === 'equal-subjects' ||
    (fault.code === 'long-subject' && fault.subject)
  )
    return `/desk/editions/${edition.id}/subjects`;
  if (subjects.includes(fault.code)) return `${composer ?? ''}#subject`;
  if (fault.code === 'no-preheader') return `${composer ?? ''}#preheader`;
  if (fault.code === 'set-aside') return composer === null ? null : `${composer}#compose-notices`;
  const ofOwners = ownersPages[fault.code];
  if (ofOwners !== undefined) return can(who.role, 'settings.change') ? ofOwners : null;
  if (fault.code === 'sender-not-authenticated') return can(who.role, 'settings.see') ? '/desk/sender' : null;
  if (fault.code === 'disliked') return '#filter';
  if (!parts.includes(fault.code)) return null;
  return composer === null ? '#blocks' : `${composer}#edition`;
}

function sizeOf(words: EditionWords, bytes: number): Html {
  const said = words.preFlight.size(kilobytes(words, bytes), kilobytes(words, gmailLimit));
  return html`<p class="small"><meter min="0" max="${gmailLimit}" high="80000" optimum="0" value="${Math.min(bytes, gmailLimit)}" aria-label="${said}"></meter> ${said}</p>`;
}

export function kilobytes({ preFlight }: EditionWords, bytes: number): string {
  return preFlight.kilobytes(Math.ceil(bytes / 1024));
}
