import { html, type Html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import type { Ballot } from '../ballots/ballot.ts';
import { resultsOf } from '../ballots/results.ts';
import type { TopicPromise } from '../promises/promise.ts';
import { promiseCard } from './ballot-parts.ts';
import type { Dates } from './dates.ts';
import { topicWords } from './words.ts';
import type { TopicWords } from './words/topic-words.ts';

export interface BallotsView {
  open: Ballot[];
  past: Ballot[];
  promises: TopicPromise[];
  dates: Dates;
}

/** What is being voted on, what was promised, and what was decided. */
export function ballotsPage(frame: PageFrame, { open, past, promises, dates }: BallotsView): string {
  const words = topicWords(frame.language);
  const { ballots: text } = words;
  const body = html`<h1>${text.title}</h1><p class="lead">${text.intro}</p>
<h2>${text.open}</h2>
${open.length === 0 ? html`<p class="soft">${text.noneOpen}</p>` : html`<ul class="ballots">${open.map((ballot) => openItem(words, dates, ballot))}</ul>`}
<p><a class="button quiet" href="/topics">${text.suggest}</a></p>
<h2>${text.promises}</h2>
${promises.length === 0 ? html`<p class="soft">${text.nonePromised}</p>` : promises.map((promise) => promiseCard(words, dates, promise))}
${past.length > 0 && html`<h2>${text.past}</h2><ul class="ballots">${past.map((ballot) => pastItem(words, dates, ballot))}</ul>`}`;
  return page(frame, { title: text.title, body });
}

function openItem(
  { ballot: words }: TopicWords,
  dates: Dates,
  { slug, title, question, closesAt }: Ballot,
): Html {
  return html`<li><p class="when">${words.openUntil(dates.instant(closesAt))}</p>
<h3><a href="/ballots/${slug}">${title}</a></h3><p>${question}</p>
<a class="button" href="/ballots/${slug}">${words.vote}</a></li>`;
}

function pastItem(words: TopicWords, dates: Dates, ballot: Ballot): Html {
  const { slug, title, state, closedAt, closesAt } = ballot;
  const results = resultsOf(ballot);
  const winner = results?.rows.find(({ isWinner }) => isWinner);
  const tied = results?.tied ?? [];
  const kicker =
    state === 'voided' ? words.ballot.voided : words.ballot.closedOn(dates.date(closedAt ?? closesAt));
  return html`<li><p class="when">${kicker}</p>
<h3><a href="/ballots/${slug}">${title}</a></h3>
${winner && html`<p><span class="tag">${words.results.won}</span> <span>${winner.title} · ${words.results.votes(winner.votes)}</span></p>`}
${winner === undefined && tied.length > 0 && html`<p class="soft">${words.results.tie(tied.map((name) => `“${name}”`).join(', '))}</p>`}</li>`;
}
