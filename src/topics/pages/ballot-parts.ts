import { type Child, html, type Html } from '../../views/html.ts';
import type { Ballot } from '../ballots/ballot.ts';
import type { ResultRow, Results } from '../ballots/results.ts';
import type { TopicPromise } from '../promises/promise.ts';
import type { Dates } from './dates.ts';
import type { TopicWords } from './words/topic-words.ts';

export interface VoteForm {
  action: string;
  /** Positions that are ticked. */
  chosen: number[];
  error: string | null;
  /** A vote is in already. */
  hasVoted: boolean;
}

/** The options to choose from; a link of a mail leads to one of them by its fragment, which no server is told. */
export function voteForm(
  words: TopicWords,
  ballot: Ballot,
  { action, chosen, error, hasVoted }: VoteForm,
): Html {
  const { ballot: text } = words;
  const { maxChoices, options, question } = ballot;
  const kind = maxChoices === 1 ? 'radio' : 'checkbox';
  const hint = maxChoices === 1 ? text.chooseOne : text.chooseSome(String(maxChoices));
  const faulty = error !== null && html` aria-describedby="vote-error"`;
  return html`<form method="post" action="${action}" class="vote">
<fieldset${faulty}><legend>${question}</legend>
<p class="soft small">${hint}</p>
${error !== null && html`<p class="wrong" id="vote-error" role="alert">${error}</p>`}
${options.map(
  ({ position, title, details }) => html`<label class="choice" id="o${position}">
<input type="${kind}" name="choice" value="${position}"${chosen.includes(position) && html` checked`}><span><strong>${title}</strong>${details}</span></label>`,
)}</fieldset>
<button>${hasVoted ? text.change : text.vote}</button></form>
<p class="soft small"><strong>${text.secret}</strong> ${text.secretLong}</p>`;
}

/** The options to read, where there is nothing to tick. */
export function optionList({ options }: Ballot): Html {
  return html`<ol class="option-list">${options.map(
    ({ title, details }) =>
      html`<li><strong>${title}</strong>${details !== '' && html`<span>${details}</span>`}</li>`,
  )}</ol>`;
}

/** What each option got, as a list with bars: the words say all that the bars show. */
export function resultBars(words: TopicWords, language: string, { rows }: Results): Html {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return html`<ol class="bars">${rows.map((row) => resultBar(words, row, percent))}</ol>`;
}

function resultBar(
  { results }: TopicWords,
  { title, votes, share, isWinner }: ResultRow,
  percent: Intl.NumberFormat,
): Html {
  const width = (100 * share).toFixed(2);
  return html`<li${isWinner && html` class="winner"`}>
<p class="bar-title"><strong>${title}</strong>${isWinner && html` <span class="tag">${results.won}</span>`}</p>
<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-ground" width="100" height="4"/><rect class="bar" width="${width}" height="4"/></svg>
<p class="bar-count">${percent.format(share)} <span>· ${results.votes(votes)}</span></p></li>`;
}

/** What was promised, and how it stands with it. */
export function promiseCard(
  { promise: words }: TopicWords,
  dates: Dates,
  promise: TopicPromise,
  { hasVoted = false, linked = true }: { hasVoted?: boolean; linked?: boolean } = {},
): Html {
  const { slug, option, state } = promise;
  const title = linked ? html`<a href="/ballots/${slug}">${option}</a>` : option;
  return html`<div class="promise ${state}">
<p class="promise-head"><span class="tag ${state}">${words.states[state]}</span>${hasVoted && html` <span class="tag voted">${words.youVoted}</span>`}</p>
<p class="promise-title">${title}</p>${promiseText(words, dates, promise)}</div>`;
}

function promiseText(words: TopicWords['promise'], dates: Dates, promise: TopicPromise): Child {
  const { state, reporter, dueOn, article, reason } = promise;
  if (state === 'withdrawn') return html`<p>${words.withdrawn(reason)}</p>`;
  if (state === 'kept')
    return html`<p>${words.keptBy(reporter)} ${article !== null && html`<a href="${article.url}">${article.title}</a>`}</p>`;
  const text = state === 'overdue' ? words.overdue : words.by;
  return html`<p>${text(reporter, dates.day(dueOn))}</p>`;
}
