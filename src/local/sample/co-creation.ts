import { system } from '../../access/actor.ts';
import { listArticles } from '../../articles/list-articles.ts';
import { databaseTime } from '../../db.ts';
import { grantMembership } from '../../memberships/rails/grant.ts';
import type { Services } from '../../services.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { addBallot } from '../../topics/ballots/add-ballot.ts';
import { castVote } from '../../topics/ballots/cast-vote.ts';
import { closeBallot } from '../../topics/ballots/close-ballot.ts';
import { openBallot } from '../../topics/ballots/open-ballot.ts';
import { keepPromise } from '../../topics/promises/keep-promise.ts';
import { makePromise } from '../../topics/promises/make-promise.ts';
import { suggestTopic } from '../../topics/suggest.ts';

const dayMs = 24 * 3_600_000;
const patrons = [
  'olena.shevchenko',
  'andrii.kovalenko',
  'taras.hnatiuk',
  'ilse.brandt',
  'zofia.nowak',
  'anais.lefevre',
].map((name) => `${name}@readers.example`);

/**
 * What the sample newsroom's patrons decided and decide: a promise that today's lead keeps, a ballot that is open, one
 * that waits for "ballots open", and a suggestion.
 */
export async function makeCoCreation(services: Services): Promise<number> {
  const { db } = services;
  const people: number[] = [];
  for (const address of patrons) {
    await grantMembership(services, {
      actor: system,
      address,
      tier: 'coffee',
      until: null,
      months: 12,
      note: 'sample',
    });
    people.push((await findSubscriber(db, address))?.id ?? 0);
  }
  await decideOne(services, people);
  await addOne(services, 'next-long-read', 'The next long read');
  await openBallot(db, system, 'next-long-read', await databaseTime(db));
  // Whoever becomes a patron today may vote in what opens after that.
  await addOne(services, 'new-year', 'Where to begin the new year');
  const title = 'Why is the last night bus never there?';
  const details = 'The timetable says 0:40. I have waited for it eleven times this autumn, and counted.';
  await suggestTopic(db, people[0] ?? 0, { title, details });
  return people.length;
}

/** A ballot that was decided, and what came of it: one of today's stories. */
async function decideOne(services: Services, people: number[]): Promise<void> {
  const { db } = services;
  const [story] = await listArticles(db, { limit: 1 });
  if (story === undefined) return;
  const slug = 'autumn-story';
  const options = [{ title: story.title.slice(0, 120) }, { title: 'The price of a place in kindergarten' }];
  const times = { opensAt: null, closesAt: await inDays(services, 1) };
  const question = 'What should our reporters look into this autumn?';
  await addBallot(db, system, slug, {
    title: 'The story of the autumn',
    question,
    options,
    ...times,
    complimentary: true,
  });
  const { id } = await openBallot(db, system, slug, await databaseTime(db));
  const now = await databaseTime(db);
  for (const [index, person] of people.entries())
    await castVote(services, id, person, [index % 3 === 2 ? 2 : 1], now);
  await closeBallot(services, system, slug, now);
  const dueOn = (await inDays(services, 7)).toISOString().slice(0, 10);
  await makePromise(db, system, slug, { reporter: story.author || 'Iryna Koval', dueOn }, now);
  await keepPromise(db, system, slug, String(story.id), now);
}

async function addOne(services: Services, slug: string, title: string): Promise<void> {
  const question = 'What should we look into next?';
  const options = [
    {
      title: 'Who owns the new grain terminal',
      details: 'Three companies, one address, and no name on the door.',
    },
    { title: 'A winter in a school without heating', details: 'We would stay in one class until spring.' },
    { title: 'Where the river’s fish went', details: 'From the power station down to the sea.' },
  ];
  const teaser =
    'Patrons are choosing what we look into next. From the price of a coffee a month, so do you.';
  const times = { opensAt: null, closesAt: await inDays(services, 14) };
  await addBallot(services.db, system, slug, {
    title,
    question,
    options,
    teaser,
    ...times,
    complimentary: true,
  });
}

async function inDays({ db }: Services, days: number): Promise<Date> {
  return new Date((await databaseTime(db)).getTime() + days * dayMs);
}
