import { type Child, html, type Html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import type { OwnSuggestion } from '../suggest.ts';
import { detailsLength, titleLength } from '../topic.ts';
import { topicWords } from './words.ts';
import type { TopicWords } from './words/topic-words.ts';

export interface SuggestionForm {
  title: string;
  details: string;
  errors: { title?: string; details?: string; form?: string };
}

export interface TopicsView {
  accepted: Array<{ title: string; details: string }>;
  /** A form for patrons; else why there is none. */
  form: SuggestionForm | 'signed-out' | 'not-a-patron';
  own: OwnSuggestion[];
  isSent: boolean;
}

/** Where patrons suggest what to look into. */
export function topicsPage(frame: PageFrame, { accepted, form, own, isSent }: TopicsView): string {
  const words = topicWords(frame.language);
  const { topics: text } = words;
  const body = html`<h1>${text.title}</h1><p class="lead">${text.intro}</p>
${isSent && html`<div class="done" role="status"><strong>${text.thanks}</strong><br>${text.thanksText}</div>`}
${formPart(words, form)}
${own.length > 0 && html`<h2>${text.yours}</h2>${suggestionList(words, own)}`}
<h2>${text.accepted}</h2>
${accepted.length === 0 ? html`<p class="soft">${text.noneAccepted}</p>` : html`<ul class="option-list">${accepted.map(({ title, details }) => html`<li><strong>${title}</strong>${details !== '' && html`<span>${details}</span>`}</li>`)}</ul>`}
<p class="onward"><a href="/ballots">${words.ballot.all}</a></p>`;
  return page(frame, { title: text.title, body, isPrivate: form !== 'signed-out' });
}

function formPart(words: TopicWords, form: TopicsView['form']): Html {
  const { topics: text, ballot } = words;
  const support = html`<a class="button" href="/support">${ballot.support}</a>`;
  if (form === 'not-a-patron') return html`<p>${text.patronsOnly}</p><p>${support}</p>`;
  if (form === 'signed-out')
    return html`<p>${text.patronsOnly} ${text.signInText}</p><div class="actions">${support}<a class="button quiet" href="/account">${ballot.signIn}</a></div>`;
  return suggestionForm(text, form);
}

function suggestionForm(text: TopicWords['topics'], { title, details, errors }: SuggestionForm): Html {
  return html`<form method="post" action="/topics"><h2>${text.formTitle}</h2>
${errors.form !== undefined && html`<p class="problem" role="alert">${errors.form}</p>`}
<div class="field"><label for="title">${text.name} <span class="hint">(${text.nameHint})</span></label>
${fault('title', errors.title)}
<input id="title" name="title" type="text" required minlength="${titleLength.least}" maxlength="${titleLength.most}" value="${title}"${faulty('title', errors.title)}></div>
<div class="field"><label for="details">${text.details} <span class="hint">(${text.detailsHint})</span></label>
${fault('details', errors.details)}
<textarea id="details" name="details" class="prose" maxlength="${detailsLength}"${faulty('details', errors.details)}>
${details}</textarea></div>
<button>${text.send}</button></form>`;
}

function fault(field: string, message: string | undefined): Child {
  return message !== undefined && html`<p class="wrong" id="${field}-error" role="alert">${message}</p>`;
}

function faulty(field: string, message: string | undefined): Child {
  return message !== undefined && html` aria-invalid="true" aria-describedby="${field}-error"`;
}

/** A person's own suggestions, and what came of each. */
export function suggestionList({ topics: words }: TopicWords, own: OwnSuggestion[]): Html {
  return html`<ul class="suggestions">${own.map(
    ({
      title,
      state,
      reason,
      into,
    }) => html`<li><span class="tag ${state}">${words.states[state]}</span> <strong>${title}</strong>
${into !== null && html`<p>${words.into(into.title)} (${words.states[into.state]})</p>`}${reason !== '' && html`<p>${reason}</p>`}${into !== null && into.reason !== '' && html`<p>${into.reason}</p>`}</li>`,
  )}</ul>`;
}
