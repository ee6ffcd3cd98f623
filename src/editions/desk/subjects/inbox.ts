import { letterOf } from '../../../text/letter-of.ts';
import { type Html, html } from '../../../views/html.ts';
import { subjectLimits } from '../../subjects/subject-test.ts';
import type { SubjectsView } from './view.ts';
import type { SubjectWords } from './words/subject-words.ts';

/** The subjects as a phone lists them, where long ones are cut off. The page's script keeps up with the form. */
export function inboxPart({ inbox }: SubjectWords, view: SubjectsView): Html {
  const places = Array.from({ length: subjectLimits.subjects }, (_, place) => place);
  const items = places.map((place) => {
    const words = view.subjects[place];
    const isEmpty = place > 0 && (words === undefined || words.subject === '');
    return html`<li data-place="${place}"${isEmpty && html` hidden`}><span class="tag">${letterOf(place)}</span>
<div class="inbox-mail"><p class="inbox-head"><strong>${view.fromName ?? ''}</strong><span class="soft">${inbox.now}</span></p>
<p class="inbox-subject" lang="${view.edition.language}">${words?.subject}</p>
<p class="inbox-preheader soft" lang="${view.edition.language}">${words?.preheader}</p></div></li>\n`;
  });
  return html`<section class="inbox" aria-labelledby="inbox"><h2 id="inbox">${inbox.title}</h2>
<ol>${items}</ol><p class="small soft">${inbox.text}</p></section>`;
}
