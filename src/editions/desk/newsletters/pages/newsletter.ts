import { type DeskFrame, deskPage, doneNotice, problemNotice } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { Holiday } from '../../../holidays.ts';
import { dayNameOf } from '../../times.ts';
import { sentenceOf } from '../sentence.ts';
import type { NewsletterView } from '../view.ts';
import { newsletterWords } from '../words.ts';
import type { NewsletterWords } from '../words/newsletter-words.ts';
import { calendarPart } from './calendar.ts';
import * as input from './inputs.ts';
import { rulesForm } from './rules-form.ts';

/** The page of one newsletter: its rhythm in a sentence, what comes of it, its holidays, and the form that sets it. */
export function newsletterPage(frame: DeskFrame, view: NewsletterView): string {
  const words = newsletterWords(frame.language);
  const { newsletter, rules, did, problem, mayChange, mayAssemble } = view;
  const done: Record<string, string> = {
    saved: words.saved,
    added: words.added,
    'holiday-added': words.holidays.added,
    'holiday-removed': words.holidays.removed,
  };
  const body = html`<p class="small"><a href="/desk/newsletters">${words.back}</a></p>
<h1>${newsletter.name}</h1>
${doneNotice(problem === null ? (done[did] ?? null) : null)}${problemNotice(problem)}
<p class="lead">${sentenceOf(rules, frame.language, words)}</p>
${mayAssemble && assembleForm(words, view)}
${calendarPart(words, view)}
${holidaysPart(words, view)}
${!mayChange && html`<p class="soft">${words.ownersOnly}</p>`}
${rulesForm(words, view, frame.language)}`;
  return deskPage(frame, { title: newsletter.name, body });
}

function assembleForm({ assemble }: NewsletterWords, { newsletter: { id }, replaced }: NewsletterView): Html {
  const numbers = replaced.join(', ');
  return html`<form method="post" action="/desk/newsletters/${id}/assemble" class="actions" id="assemble">${replaced.length > 0 && html`<label class="pick"><input type="checkbox" name="replaces" value="${numbers}" required><span>${assemble.sure(numbers)}</span></label>`}<button class="quiet" aria-describedby="by-hand">${assemble.button}</button><span class="small soft" id="by-hand">${assemble.text}</span></form>`;
}

function holidaysPart({ holidays: words }: NewsletterWords, view: NewsletterView): Html {
  const { rules, mayChange } = view;
  const items = rules.holidays.map((holiday) => holidayItem(words, view, holiday));
  return html`<h2 id="holidays">${words.title}</h2><p class="soft">${words.text}</p>
${items.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="holidays">${items}</ul>`}
${mayChange && addForm(words, view.newsletter.id)}`;
}

function holidayItem(
  words: NewsletterWords['holidays'],
  { newsletter, clock, mayChange }: NewsletterView,
  { name, from, to, yearly }: Holiday,
): Html {
  const day = (text: string): string => `${dayNameOf(text, clock.language)} ${text.slice(0, 4)}`;
  const days = from === to ? day(from) : `${day(from)} – ${day(to)}`;
  const fields = { name, from, to, ...(yearly && { yearly: 'on' }) };
  const hidden = Object.entries(fields).map(
    ([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`,
  );
  return html`<li><strong>${name}</strong> <span>${days}${yearly && `, ${words.everyYear}`}</span>${mayChange && html`<form method="post" action="/desk/newsletters/${newsletter.id}/holidays/remove">${hidden}<button class="link" aria-label="${words.about(name)}">${words.remove}</button></form>`}</li>\n`;
}

function addForm(words: NewsletterWords['holidays'], id: number): Html {
  return html`<form method="post" action="/desk/newsletters/${id}/holidays" class="inline">
${input.textField({ name: 'holiday', label: words.name, value: '' }, 80, true)}
${input.dateField({ name: 'from', label: words.from, value: '' }, true)}
${input.dateField({ name: 'to', label: words.to, value: '' })}
${input.tickField({ name: 'yearly', label: words.yearly, value: '' })}
<button>${words.add}</button></form>`;
}
