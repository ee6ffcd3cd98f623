import type { Article } from '../../../articles/article.ts';
import type { Newsletter } from '../../../publication/newsletters.ts';
import { nameOfActor } from '../../../staff/pages/people.ts';
import type { StaffMember } from '../../../staff/staff.ts';
import { type DeskFrame, deskPage, deskTime, emptyState, problemNotice } from '../../../views/desk.ts';
import { type Html, html } from '../../../views/html.ts';
import { areaField, choiceField, textField, urlField } from '../newsletters/pages/inputs.ts';
import { countIn } from '../parts.ts';
import { deskEditionWords } from '../words.ts';
import { alertWords } from './words.ts';
import type { AlertWords } from './words/alert-words.ts';

export interface AlertView {
  newsletters: Array<{ newsletter: Newsletter; readers: number }>;
  values: Record<'newsletter' | 'headline' | 'text' | 'url' | 'picture' | 'once', string>;
  stories: Article[];
  lately: Array<{ id: number; subject: string; state: string; createdAt: Date; editedBy: string | null }>;
  people: StaffMember[];
  timeZone: string;
  maySetUp: boolean;
  problem: string | null;
}

/** A headline, a line or two, and a link: what it takes to tell readers of something now. */
export function alertPage(frame: DeskFrame, view: AlertView): string {
  const words = alertWords(frame.language);
  const { newsletters, problem } = view;
  const body = html`<h1>${words.title}</h1>${problemNotice(problem)}
${newsletters.length === 0 ? nothingToSendTo(words, view.maySetUp) : alertForm(frame, words, view)}
${latelyPart(frame, words, view)}`;
  return deskPage(frame, { title: words.title, body, width: 'narrow' });
}

function nothingToSendTo({ none }: AlertWords, maySetUp: boolean): Html {
  const link = html`<p><a class="button" href="/desk/newsletters">${none.action}</a></p>`;
  return emptyState(none.title, none.text, maySetUp ? link : null);
}

function alertForm(frame: DeskFrame, words: AlertWords, { newsletters, values, stories }: AlertView): Html {
  const count = countIn(frame.language);
  const told = newsletters.map(
    ({ newsletter, readers }) => html`<p>${words.text(newsletter.name, readers, count(readers))}</p>`,
  );
  const { headline, text, url, picture, once, newsletter } = values;
  return html`${told}<form method="post" action="/desk/alert"><input type="hidden" name="once" value="${once}">
${newsletterField(words, newsletters, newsletter)}
${textField({ name: 'headline', label: words.headline, hint: words.headlineHint, value: headline }, 120, true)}
${areaField({ name: 'text', label: words.words, hint: words.wordsHint, value: text }, 2)}
${urlField({ name: 'url', label: words.link, hint: words.linkHint, value: url })}
${urlField({ name: 'picture', label: words.picture, hint: words.pictureHint, value: picture })}
<div class="actions"><button aria-describedby="next">${words.next}</button><span class="soft small" id="next">${words.nextHint}</span></div></form>
${poolPart(words, stories, newsletter)}`;
}

function newsletterField(words: AlertWords, newsletters: AlertView['newsletters'], value: string): Html {
  const options = newsletters.map(({ newsletter: { id, name } }) => ({ value: String(id), label: name }));
  const [only] = options;
  if (options.length === 1) return html`<input type="hidden" name="newsletter" value="${only?.value}">`;
  return choiceField({ name: 'newsletter', label: words.newsletter, value }, options);
}

function poolPart(words: AlertWords, stories: Article[], newsletter: string): Html {
  const items = stories.map(({ id, title, language }) => {
    const query = new URLSearchParams({ article: String(id), newsletter });
    return html`<li><span lang="${language}">${title}</span> <a href="/desk/alert?${query.toString()}" aria-label="${words.about(title)}">${words.use}</a></li>\n`;
  });
  return html`<h2>${words.pool}</h2>${items.length === 0 ? html`<p>${words.noPool}</p>` : html`<ul class="stories">${items}</ul>`}`;
}

function latelyPart(
  frame: DeskFrame,
  words: AlertWords,
  { lately, people, timeZone }: AlertView,
): Html | null {
  if (lately.length === 0) return null;
  const { states } = deskEditionWords(frame.language);
  const items = lately.map(
    ({ id, subject, state, createdAt, editedBy }) =>
      html`<li><a href="/desk/editions/${id}">${subject}</a> <span class="soft small">${deskTime(createdAt, frame.language, timeZone)}, ${states[state] ?? state}${editedBy !== null && `, ${words.by(nameOfActor(editedBy, people, frame.language))}`}</span></li>\n`,
  );
  return html`<h2>${words.lately}</h2><ul class="stories">${items}</ul>`;
}
