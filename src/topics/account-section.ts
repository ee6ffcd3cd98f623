import type { AccountSection } from '../subscribers/account-section.ts';
import type { Services } from '../services.ts';
import { html, type Html } from '../views/html.ts';
import { datesFor } from './ballot-routes.ts';
import { type Ballot, findBallotById } from './ballots/ballot.ts';
import { ownVote } from './ballots/cast-vote.ts';
import { mayVote } from './ballots/electorate.ts';
import { listBallots } from './ballots/list-ballots.ts';
import { promiseCard } from './pages/ballot-parts.ts';
import type { Dates } from './pages/dates.ts';
import { suggestionList } from './pages/topics-page.ts';
import { topicWords } from './pages/words.ts';
import type { TopicWords } from './pages/words/topic-words.ts';
import { listPromises, type TopicPromise } from './promises/promise.ts';
import { isPatron } from '../memberships/entitlements.ts';
import { suggestionsOf } from './suggest.ts';

const promisesShown = 5;

interface Mine<T> {
  thing: T;
  hasVoted: boolean;
}

/** A patron's say on the page of their account: open ballots, what was promised, what they suggested. */
export const topicsSection: AccountSection = async (services, frame, subscriberId, now) => {
  const ballots = await openBallotsOf(services, subscriberId, now);
  const own = await suggestionsOf(services.db, subscriberId);
  const patron = await isPatron(services.db, subscriberId, now);
  if (!patron && ballots.length === 0 && own.length === 0) return null;
  const promises = await promisesTo(services, subscriberId, now);
  const words = topicWords(frame.language);
  const { account: text } = words;
  const dates = await datesFor(services.db, frame.language);
  return html`<section id="say" aria-labelledby="say-title"><h2 id="say-title">${text.title}</h2>
${ballotList(words, dates, ballots)}
${promises.length > 0 && html`<h3>${text.promises}</h3>${promises.map(({ thing, hasVoted }) => promiseCard(words, dates, thing, { hasVoted }))}`}
${own.length > 0 && html`<h3>${text.suggestions}</h3>${suggestionList(words, own)}`}
${ways(words)}</section>`;
};

function ballotList(
  { account: text, ballot: words }: TopicWords,
  dates: Dates,
  ballots: Array<Mine<Ballot>>,
): Html {
  if (ballots.length === 0) return html`<p class="soft">${text.noneOpen}</p>`;
  return html`<ul class="ballots">${ballots.map(
    ({
      thing: { slug, title, closesAt },
      hasVoted,
    }) => html`<li><p class="when">${words.openUntil(dates.instant(closesAt))}</p>
<h3><a href="/ballots/${slug}">${title}</a></h3><p class="soft">${hasVoted ? text.voted : text.notVoted}</p></li>`,
  )}</ul>`;
}

function ways({ account: text, ballots }: TopicWords): Html {
  return html`<div class="actions"><a class="button quiet" href="/topics">${ballots.suggest}</a> <a class="button quiet" href="/ballots">${text.more}</a></div>`;
}

async function openBallotsOf(
  services: Services,
  subscriberId: number,
  now: Date,
): Promise<Array<Mine<Ballot>>> {
  const mine: Array<Mine<Ballot>> = [];
  for (const thing of await listBallots(services.db, ['open'])) {
    if (thing.closesAt <= now || !(await mayVote(services.db, thing, subscriberId, now))) continue;
    mine.push({ thing, hasVoted: (await ownVote(services, thing, subscriberId)) !== null });
  }
  return mine;
}

/** Those that the person voted for, and each that is overdue: that is owed to all patrons. */
async function promisesTo(
  services: Services,
  subscriberId: number,
  now: Date,
): Promise<Array<Mine<TopicPromise>>> {
  const mine: Array<Mine<TopicPromise>> = [];
  for (const thing of await listPromises(services.db, now)) {
    const ballot = await findBallotById(services.db, thing.ballotId);
    const choices = ballot && (await ownVote(services, ballot, subscriberId));
    const hasVoted = choices?.includes(thing.position) ?? false;
    if (hasVoted || thing.state === 'overdue') mine.push({ thing, hasVoted });
  }
  return mine.slice(0, promisesShown);
}
