import { letterOf } from '../../../text/letter-of.ts';
import { type Html, html } from '../../../views/html.ts';
import { countIn, seenField } from '../parts.ts';
import { estimateShares, type ShareEstimate } from '../../subjects/estimate.ts';
import { subjectLimits } from '../../subjects/subject-test.ts';
import { inboxPart } from './inbox.ts';
import type { SubjectsView } from './view.ts';
import type { SubjectWords } from './words/subject-words.ts';

const places = Array.from({ length: subjectLimits.subjects }, (_, place) => place);

/** The subjects with whom they are tried on and how long, beside how they look in a list of mails. */
export function subjectsForm(words: SubjectWords, language: string, view: SubjectsView): Html {
  const { edition, waitMinutes } = view;
  const isGoingOut = edition.state === 'launched';
  return html`${isGoingOut && html`<h2>${words.correct}</h2><p>${words.correctText}</p>`}<div class="subjects"><form method="post" action="/desk/editions/${edition.id}/subjects" id="subjects">
${seenField(String(edition.updatedAt.getTime()))}
${(isGoingOut ? places.slice(0, view.subjects.length) : places).map((place) => subjectFields(words, view, place))}
${
  isGoingOut
    ? keptFields(view)
    : html`${sharePart(words, language, view)}
<div class="field"><label for="wait">${words.wait.label} <span class="hint">(${words.wait.hint})</span></label>
<select id="wait" name="wait">${subjectLimits.minutes.map((minutes) => html`<option value="${minutes}"${minutes === waitMinutes && html` selected`}>${minutes < 60 ? words.wait.minutes(minutes) : words.wait.hours(minutes / 60)}</option>`)}</select></div>`
}
<button>${words.button}</button></form>
${inboxPart(words, view)}</div>`;
}

function subjectFields(words: SubjectWords, { subjects, edition }: SubjectsView, place: number): Html {
  const letter = letterOf(place);
  const { subject = '', preheader = '' } = subjects[place] ?? {};
  const own = place > 0 && preheader === subjects[0]?.preheader ? '' : preheader;
  const hint = (text: string): Html | false => place > 0 && html` <span class="hint soft">(${text})</span>`;
  return html`<fieldset><legend>${words.subject(letter)}${hint(words.optional)}</legend>
<div class="field"><input type="text" id="subject-${place}" name="subject" aria-label="${words.subject(letter)}" maxlength="200" autocomplete="off" lang="${edition.language}" value="${subject}"></div>
<div class="field"><label for="preheader-${place}">${words.preheader}${hint(words.preheaderHint)}</label>
<input type="text" id="preheader-${place}" name="preheader" maxlength="200" autocomplete="off" lang="${edition.language}" value="${own}"></div></fieldset>`;
}

/** On whom and how long is decided by now. */
function keptFields({ share, waitMinutes }: SubjectsView): Html {
  return html`<input type="hidden" name="share" value="${share}"><input type="hidden" name="wait" value="${waitMinutes}">`;
}

function sharePart(words: SubjectWords, language: string, view: SubjectsView): Html {
  const { estimate, subjects, share } = view;
  const count = countIn(language);
  const tried = Math.max(2, subjects.length);
  const shares = estimateShares(estimate, tried);
  const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(estimate.rate * 100);
  const isTold = shares.some(({ smallestLead }) => smallestLead !== null);
  return html`<fieldset><legend>${words.share.label}</legend>
${shares.map((one) => shareChoice(words, language, one, one.share === share))}
<p class="small soft">${words.basis(tried, count(estimate.readers))} ${estimate.isAssumed ? words.assumed(rate) : words.rate(rate)}</p>
${!isTold && html`<p class="missing mild">${words.tooSmall}</p>`}</fieldset>`;
}

function shareChoice(
  words: SubjectWords,
  language: string,
  estimate: ShareEstimate,
  isChosen: boolean,
): Html {
  const { share, group, smallestLead } = estimate;
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  const said = words.share;
  const name = share === 100 ? said.all : said.some(percent.format(share / 100));
  const tells = smallestLead === null ? said.tellsNothing : said.tells(percent.format(smallestLead));
  return html`<label class="pick"><input type="radio" name="share" value="${share}"${isChosen && html` checked`}><span>${name} <span class="soft small">${said.group(countIn(language)(group))}, ${tells}</span></span></label>`;
}
