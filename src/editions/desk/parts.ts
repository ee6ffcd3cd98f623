import { type Html, html } from '../../views/html.ts';
import type { Act, DeskEditionWords } from './words/desk-edition-words.ts';
import { hear } from '../say.ts';

export interface Named {
  id: number;
  newsletter: string;
  number: number;
  subject: string;
}

/** An edition as its newsletter and number. */
export function nameOf({ newsletter, number }: Omit<Named, 'id' | 'subject'>): string {
  return `${newsletter} ${number}`;
}

/** Its subject, which leads to its page. */
export function linkedSubjectOf(words: DeskEditionWords, edition: Pick<Named, 'id' | 'subject'>): Html {
  return html`<a href="/desk/editions/${edition.id}">${subjectOf(words, edition)}</a>`;
}

export function subjectOf(words: DeskEditionWords, { subject }: Pick<Named, 'subject'>): string {
  return subject.trim() === '' ? words.noSubject : subject;
}

/** A button that does something at once. */
export function actForm(
  words: DeskEditionWords,
  edition: Named & { seen: string },
  act: Act,
  look: 'quiet' | '' = '',
): Html {
  const { id, seen } = edition;
  return html`<form method="post" action="/desk/editions/${id}/${act}">${seenField(seen)}<button id="${act}-${id}" class="${look}" aria-label="${words.about(words.acts[act], nameOf(edition))}">${words.acts[act]}</button></form>`;
}

/** A button that leads to a page which asks first. */
export function actLink(words: DeskEditionWords, edition: Named, act: Act, look: 'quiet' | '' = ''): Html {
  const { id } = edition;
  return html`<a class="button ${look}" id="${act}-${id}" href="/desk/editions/${id}/${act}" aria-label="${words.about(words.acts[act], nameOf(edition))}">${words.acts[act]}</a>`;
}

/** Leads to where an edition is arranged and written. */
export function editLink(words: DeskEditionWords, edition: Named): Html {
  const { id } = edition;
  return html`<a class="button quiet" id="edit-${id}" href="/desk/editions/${id}/compose" aria-label="${words.about(words.edit, nameOf(edition))}">${words.edit}</a>`;
}

/** The state that a form was made for. */
export function seenField(seen: string): Html {
  return html`<input type="hidden" name="seen" value="${seen}">`;
}

/** The hash of the text that a form was made for, where it approves one. */
export function hashField(hash: string | null): Html | null {
  return hash === null ? null : html`<input type="hidden" name="hash" value="${hash}">`;
}

/** What was written down in English, in the page's language; what a relay or a source has said stays as it is. */
export function told(text: string, language: string): Html {
  const heard = language === 'en' ? null : hear(text);
  return heard === null ? html`<span lang="en">${text}</span>` : html`${heard(language)}`;
}

/** The same within a sentence of ours. */
export function toldIn(language: string): (text: string) => string {
  return (text) => hear(text)?.(language) ?? text;
}

/** Writes numbers as a language does. */
export function countIn(language: string): (count: number) => string {
  const format = new Intl.NumberFormat(language);
  return (count) => format.format(count);
}
