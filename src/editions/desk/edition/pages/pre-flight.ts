import { type Html, html } from '../../../../views/html.ts';
import type { Fault } from '../../../faults.ts';
import type { EditionView } from '../view.ts';
import type { EditionWords } from './words/edition-words.ts';

// Where Gmail cuts a mail off, in bytes of HTML.
const gmailLimit = 102 * 1024;

/** What is to be mended before the edition goes out, each with a link to where it is. */
export function preFlightPart(words: EditionWords, { preFlight, edition }: EditionView): Html | null {
  const { preFlight: said } = words;
  if (preFlight === null)
    return edition.state === 'launched'
      ? html`<section aria-labelledby="pre-flight"><h2 id="pre-flight">${said.title}</h2><p>${said.over}</p></section>`
      : null;
  const { faults, bytes } = preFlight;
  const items = faults.map((fault) => faultItem(words, fault));
  return html`<section aria-labelledby="pre-flight"><h2 id="pre-flight">${said.title}</h2>
${faults.length === 0 ? html`<p>${said.none}</p>` : html`<ul class="faults">${items}</ul>`}
${bytes !== null && sizeOf(words, bytes)}</section>`;
}

function faultItem(words: EditionWords, fault: Fault): Html {
  const { stop, warning } = words.preFlight;
  const isStop = fault.severity === 'stop';
  return html`<li class="fault ${fault.severity}"><strong>${isStop ? stop : warning}</strong> <a href="${placeOf(fault)}">${describe(words, fault)}</a></li>\n`;
}

function describe(words: EditionWords, fault: Fault): string {
  // Each code has its own words, for its own facts.
  const say = words.preFlight.faults[fault.code] as (facts: Fault, size: (bytes: number) => string) => string;
  return say(fault, (bytes) => kilobytes(words, bytes));
}

const subjects: ReadonlyArray<Fault['code']> = ['no-subject', 'long-subject', 'same-subject'];
const parts: ReadonlyArray<Fault['code']> = [
  'no-blocks',
  'no-footer',
  'audience',
  'many-audiences',
  'ballot-not-open',
];

/** Where on the page stands what a fault is about. */
function placeOf(fault: Fault): string {
  if ('block' in fault) return `#block-${fault.block + 1}`;
  if (subjects.includes(fault.code)) return '#subject';
  if (fault.code === 'no-preheader') return '#preheader';
  return parts.includes(fault.code) ? '#blocks' : '#mail';
}

function sizeOf(words: EditionWords, bytes: number): Html {
  const said = words.preFlight.size(kilobytes(words, bytes), kilobytes(words, gmailLimit));
  return html`<p class="small"><meter min="0" max="${gmailLimit}" high="80000" optimum="0" value="${Math.min(bytes, gmailLimit)}" aria-label="${said}"></meter> ${said}</p>`;
}

function kilobytes({ preFlight }: EditionWords, bytes: number): string {
  return preFlight.kilobytes(Math.ceil(bytes / 1024));
}
