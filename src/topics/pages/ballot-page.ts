import { type Child, html } from '../../views/html.ts';
import { page, type PageFrame } from '../../views/layout.ts';
import type { Ballot } from '../ballots/ballot.ts';
import { resultsOf, type Results } from '../ballots/results.ts';
import type { TopicPromise } from '../promises/promise.ts';
import { optionList, promiseCard, resultBars, type VoteForm, voteForm } from './ballot-parts.ts';
import type { Dates } from './dates.ts';
import { topicWords } from './words.ts';
import type { TopicWords } from './words/topic-words.ts';

export interface BallotView {
  ballot: Ballot;
  dates: Dates;
  /** Names of the tiers that may vote; none: all. */
  tiers: string[];
  promise: TopicPromise | null;
  /** How the reader stands to it: a form, or why there is none. */
  voter: VoteForm | 'signed-out' | 'not-yours' | 'not-any-more' | 'over';
  /** The vote has just been taken. */
  isIn: boolean;
}

/** A ballot's own page: to vote while it is open, its result afterwards. */
export function ballotPage(frame: PageFrame, view: BallotView): string {
  const words = topicWords(frame.language);
  const { ballot } = view;
  const body = html`<p class="when">${stateLine(words, view)}</p>
<h1>${ballot.title}</h1>
${view.isIn && html`<div class="done" role="status"><strong>${words.ballot.in}</strong><br>${words.ballot.inText(view.dates.instant(ballot.closesAt))}</div>`}
${ballot.state === 'open' ? openPart(words, frame, view) : overPart(words, frame, view)}
<p class="onward"><a href="/ballots">${words.ballot.all}</a></p>`;
  const isPrivate = typeof view.voter === 'object' || view.voter === 'not-any-more';
  return page(frame, { title: ballot.title, body, isPrivate });
}

function stateLine({ ballot: words }: TopicWords, { ballot, dates }: BallotView): string {
  if (ballot.state === 'voided') return words.voided;
  return ballot.state === 'open'
    ? words.openUntil(dates.instant(ballot.closesAt))
    : words.closedOn(dates.instant(ballot.closedAt ?? ballot.closesAt));
}

function openPart(words: TopicWords, frame: PageFrame, view: BallotView): Child {
  const { ballot, voter } = view;
  const live = resultsOf(ballot);
  const form =
    typeof voter === 'object'
      ? voteForm(words, ballot, voter)
      : html`<p class="lead">${ballot.question}</p>${whyNone(words, view)}${optionList(ballot)}`;
  return html`${form}
<p class="soft small">${whoVotes(words, view.tiers)}</p>
${live === null ? html`<p class="soft small">${words.results.afterwards}</p>` : html`<h2>${words.results.soFar}</h2>${resultBars(words, frame.language, live)}<p class="soft small">${words.results.soFarText}</p>`}`;
}

function whoVotes({ ballot: words }: TopicWords, tiers: string[]): string {
  return tiers.length === 0 ? words.whoVotes : words.whoVotesTiers(tiers.join(', '));
}

function whyNone({ ballot: words }: TopicWords, { voter }: BallotView): Child {
  if (voter === 'over') return html`<p class="problem" role="alert">${words.over}</p>`;
  const support = html`<a class="button${voter === 'signed-out' && ' quiet'}" href="/support">${words.support}</a>`;
  if (voter === 'not-yours') return html`<p class="problem">${words.notYours}</p>`;
  if (voter === 'not-any-more') return html`<p class="problem">${words.notAnyMore}</p>`;
  return html`<div class="actions"><a class="button" href="/account">${words.signIn}</a>${support}</div>`;
}

function overPart(words: TopicWords, frame: PageFrame, { ballot, promise, dates, voter }: BallotView): Child {
  const results = resultsOf(ballot);
  const late = voter === 'over' && html`<p class="problem" role="alert">${words.ballot.over}</p>`;
  if (ballot.state === 'voided' || results === null)
    return html`<p class="lead">${ballot.question}</p>${late}<p class="problem">${words.ballot.voidedBecause(ballot.voidReason)}</p>${optionList(ballot)}`;
  return html`<p class="lead">${ballot.question}</p>${late}
<h2>${words.results.title}</h2>
${resultWords(words, frame.language, results)}
${results.votes > 0 && resultBars(words, frame.language, results)}
${results.votes > 0 && ballot.maxChoices > 1 && html`<p class="soft small">${words.results.severalAllowed}</p>`}
${ballot.winner !== null && html`<h2>${words.promise.title}</h2>${promise === null ? html`<p>${words.promise.soon}</p>` : promiseCard(words, dates, promise, { linked: false })}`}`;
}

function resultWords(
  { results: words }: TopicWords,
  language: string,
  { votes, eligible, tied, rows, wasChosen }: Results,
): Child {
  if (votes === 0) return html`<p>${words.nobody}</p>`;
  const names = new Intl.ListFormat(language).format(tied.map((name) => `“${name}”`));
  const winner = rows.find(({ isWinner }) => isWinner)?.title ?? '';
  return html`<p>${words.turnout(votes, eligible ?? votes)}</p>
${tied.length > 0 && html`<p class="done">${wasChosen ? words.tieChosen(names, `“${winner}”`) : words.tie(names)}</p>`}`;
}

export interface MailedVote {
  ballot: Ballot;
  dates: Dates;
  tiers: string[];
  /** Masked: mails are forwarded. */
  address: string;
  /** Or why there is none. */
  form: VoteForm | 'not-yours' | 'not-any-more';
  /** What was just chosen; shown once, in the answer to the vote. */
  isIn: string[] | null;
}

/** What the link of a mail opens: this one vote, and nothing else. What was voted for before is not shown. */
export function mailedVotePage(frame: PageFrame, view: MailedVote): string {
  const words = topicWords(frame.language);
  const { ballot, dates, address, form, isIn } = view;
  const before = typeof form === 'object' && form.hasVoted && isIn === null && form.error === null;
  const body = html`<p class="when">${words.ballot.openUntil(dates.instant(ballot.closesAt))}</p>
<h1>${ballot.title}</h1>
${isIn !== null && html`<div class="done" role="status"><strong>${words.ballot.in}</strong><br>${words.ballot.chosen} ${isIn.join(', ')}.${evenOut(ballot, isIn)}<br>${words.ballot.inText(dates.instant(ballot.closesAt))}</div>`}
${before && html`<p class="done">${words.ballot.inBefore}</p>`}
${typeof form === 'object' ? voteForm(words, ballot, form) : html`<p class="lead">${ballot.question}</p><p class="problem" role="alert">${form === 'not-yours' ? words.ballot.notYours : words.ballot.notAnyMore}</p>${optionList(ballot)}`}
<p class="soft small">${words.ballot.forAddress(address)}</p>
<p class="onward"><a href="/ballots">${words.ballot.all}</a></p>`;
  return page(frame, { title: ballot.title, body, isPrivate: true });
}

/** Room for the options that were not chosen: whoever writes down how large an answer was must not learn what it says. */
function evenOut({ options }: Ballot, chosen: string[]): string {
  const bytes = (titles: string[]): number => Buffer.byteLength(html`${titles}`.markup);
  return ' '.repeat(bytes(options.map(({ title }) => title)) - bytes(chosen));
}

export function invalidVotePage(frame: PageFrame): string {
  const words = topicWords(frame.language);
  const body = html`<h1>${words.invalid.title}</h1><p class="lead">${words.invalid.text}</p>
<div class="actions"><a class="button" href="/account">${words.ballot.signIn}</a> <a class="button quiet" href="/ballots">${words.ballot.all}</a></div>`;
  return page(frame, { title: words.invalid.title, body, isPrivate: true });
}
