import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { allArticlesQuery } from '../../src/articles/composable.ts';
import { keepArticle } from '../../src/articles/keep-articles.ts';
import { listArticles } from '../../src/articles/list-articles.ts';
import { type PollResult, pollSource } from '../../src/articles/poll.ts';
import { addSource } from '../../src/articles/sources.ts';
import type { Services } from '../../src/services.ts';
import { type FeedItem, type FeedServer, startFeedServer, writeRss } from '../support/feed-server.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();

interface Courier {
  sourceId: number;
  server: FeedServer;
  /** Polls what the feed lists now, a quarter of an hour after the last time. */
  poll(items?: FeedItem[]): Promise<PollResult>;
}

let clock = Date.UTC(2026, 10, 20);

/** A newspaper that is a source, in a database without articles. */
async function openCourier(): Promise<Courier> {
  const server = await startFeedServer();
  services.config.fetchAllowedOrigins = [...services.config.fetchAllowedOrigins, new URL(server.url).origin];
  const { id: sourceId } = await addSource(services.db, system, { url: server.url });
  return {
    sourceId,
    server,
    poll: (items) => {
      if (items !== undefined) server.answer(writeRss(items));
      clock += 900_000;
      return pollSource(services, sourceId, new Date(clock));
    },
  };
}

const clear = (): Promise<unknown> => services.pool.query('truncate articles, sources cascade');
const titles = async ({ db }: Services, sourceId: number): Promise<string[]> =>
  (await listArticles(db, { sourceId, limit: 50 })).map(({ title }) => title);

/** The slugs of articles that have vanished. */
async function vanished(): Promise<string[]> {
  const rows = await allArticlesQuery(services.db).where('vanishedAt', 'is not', null).execute();
  return rows.map(({ canonicalUrl }) => canonicalUrl.split('/').at(-1) ?? '').sort();
}

describe('polling a source', () => {
  it('drops NUL wherever it stands, and keeps the articles behind it', async () => {
    await clear();
    const { sourceId, server, poll } = await openCourier();
    server.answer(
      writeRss([
        { slug: 'one', title: 'On\0e', guid: 'a\0b', text: 'Te\0xt', day: 1 },
        { slug: 'two', title: 'Two', day: 2 },
      ]).replace('<title>Courier', '<language>u\0k</language><title>Courier'),
    );
    assert.deepEqual(await poll().then(({ added, problems }) => ({ added, problems })), {
      added: 2,
      problems: [],
    });
    assert.deepEqual(await titles(services, sourceId), ['Two', 'One']);
    const [, first] = await listArticles(services.db, { sourceId, limit: 2 });
    assert.deepEqual([first?.html, first?.language], ['Text', 'uk']);
  });

  it('drops NUL and halves of a pair that JSON writes as escapes', async () => {
    await clear();
    const { sourceId, server, poll } = await openCourier();
    const item = { url: 'https://courier.example/json', date_published: '2026-11-02' };
    const text = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      language: 'e\0n',
      items: [
        { ...item, id: 'a\0b', title: 'J\0son \uD83D', content_html: '<p>a\0 \uD83D</p>', tags: ['x\0'] },
      ],
    });
    server.answer(text);
    const { added, problems } = await poll();
    assert.deepEqual([added, problems], [1, []]);
    const [article] = await listArticles(services.db, { sourceId, limit: 1 });
    assert.deepEqual(
      [article?.title, article?.html, article?.categories, article?.language],
      ['Json \uFFFD', '<p>a \uFFFD</p>', ['x'], 'en'],
    );
  });

  it('keeps the others where the database refuses one, and says which', async () => {
    await clear();
    const { sourceId, poll } = await openCourier();
    await services.pool.query(
      `create function refuse_one() returns trigger language plpgsql as
       $$ begin if new.title = 'Two' then raise exception 'not this one'; end if; return new; end $$;
       create trigger refuse_one before insert on articles for each row execute function refuse_one()`,
    );
    const { outcome, added, problems } = await poll([
      { slug: 'one', title: 'One', day: 3 },
      { slug: 'two', title: 'Two', day: 2 },
      { slug: 'three', title: 'Three', day: 1 },
    ]);
    await services.pool.query('drop trigger refuse_one on articles; drop function refuse_one');
    assert.deepEqual([outcome, added], ['changed', 2]);
    assert.match(problems.join(), /"Two".*courier\.example\/two.*not this one/);
    assert.deepEqual(await titles(services, sourceId), ['One', 'Three']);
  });

  it('takes no address and no id that the database could not index', async () => {
    await clear();
    const { poll } = await openCourier();
    const random = Array.from({ length: 6_000 }, () => Math.random().toString(36)[2] ?? 'x').join('');
    const { added, problems } = await poll([
      { slug: random, day: 1 },
      { slug: 'fine', guid: random, day: 1 },
    ]);
    assert.equal(added, 1);
    assert.match(problems.join(), /at most 2000 characters/);
  });

  it('takes an answer of 304 that names an encoding, and a feed in any', async () => {
    await clear();
    const { server, poll } = await openCourier();
    assert.equal((await poll([{ slug: 'one', day: 1 }])).added, 1);
    server.answer('', { 'content-encoding': 'gzip' }, 304);
    assert.deepEqual(await poll().then(({ outcome, error }) => [outcome, error]), ['unchanged', null]);
  });
});

describe('an article that two list', () => {
  it('is written by the source that it came from, and by no other', async () => {
    await clear();
    const own = await openCourier();
    const other = await openCourier();
    const mine = { slug: 'shared', title: 'As the paper has it', day: 1 };
    const theirs = { ...mine, title: 'As the aggregator has it' };
    assert.equal((await own.poll([mine])).added, 1);
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual(await other.poll([theirs]).then(({ added, changed }) => [added, changed]), [0, 0]);
      assert.equal((await own.poll([mine])).changed, 0);
    }
    assert.equal((await own.poll([{ ...mine, title: 'As the paper has it now' }])).changed, 1);
    const [article] = await allArticlesQuery(services.db).execute();
    assert.deepEqual(
      [article?.title, article?.revision, article?.sourceId],
      ['As the paper has it now', 2, own.sourceId],
    );
  });

  it('becomes that of the first source to list it, where it had none', async () => {
    await clear();
    const own = await openCourier();
    const content = {
      guid: null,
      url: 'https://courier.example/added',
      title: 'Added by its address',
      standfirst: '',
      author: '',
      html: '',
      image: null,
      categories: [],
      language: null,
      publishedAt: new Date(clock),
    };
    await keepArticle(services.db, null, content, new Date(clock));
    assert.equal((await own.poll([{ slug: 'added', title: 'As the paper has it', day: 1 }])).changed, 1);
    // Somebody at the desk adds it by its address once more.
    assert.equal(await keepArticle(services.db, null, content, new Date(clock)), 'same');
    assert.deepEqual(await titles(services, own.sourceId), ['As the paper has it']);
  });

  it('is one article where one feed lists its address twice, or gives all the same id', async () => {
    await clear();
    const { sourceId, poll } = await openCourier();
    const items = [
      { slug: 'twice', title: 'First', guid: 'all', day: 2 },
      { slug: 'twice', title: 'Second', guid: 'all', day: 2 },
      { slug: 'other', title: 'Other', guid: 'all', day: 1 },
    ];
    assert.deepEqual(await poll(items).then(({ added, changed }) => [added, changed]), [2, 0]);
    assert.deepEqual(await poll(items).then(({ added, changed }) => [added, changed]), [0, 0]);
    assert.deepEqual(await titles(services, sourceId), ['First', 'Other']);
  });
});

describe('an article that is gone from its feed', () => {
  const days = (...list: number[]): FeedItem[] => list.map((day) => ({ slug: `day-${day}`, day }));

  it('has vanished where three older ones are still listed, and has not once it is back', async () => {
    await clear();
    const { poll } = await openCourier();
    assert.equal((await poll(days(6, 5, 4, 3, 2, 1))).vanished, 0);
    assert.equal((await poll(days(6, 4, 3, 2, 1))).vanished, 1);
    assert.deepEqual(await vanished(), ['day-5']);
    assert.equal((await poll(days(6, 4, 3, 2, 1))).vanished, 0, 'it vanishes once');
    assert.equal((await poll(days(6, 5, 4, 3, 2, 1))).vanished, 0);
    assert.deepEqual(await vanished(), []);
  });

  it('has only been pushed off where fewer older ones are left, or it was not listed the last time', async () => {
    await clear();
    const { poll } = await openCourier();
    await poll(days(6, 5, 4, 3, 2, 1));
    assert.equal((await poll(days(9, 8, 7, 6, 5, 4))).vanished, 0);
    assert.equal((await poll(days(9, 8, 7, 6, 5, 2, 1))).vanished, 0, 'two older ones');
    assert.equal((await poll(days(9, 8, 7, 6, 5, 3, 2, 1))).vanished, 0, 'day 4 was not in the poll before');
    assert.deepEqual(await vanished(), []);
  });

  it('is not looked for in a feed that was cut off, failed, has not changed, or is of another source', async () => {
    await clear();
    const { server, poll } = await openCourier();
    const other = await openCourier();
    await other.poll([{ slug: 'elsewhere', day: 9 }]);
    await poll(days(6, 5, 4, 3, 2, 1));
    server.answer(writeRss(days(5, 4, 3, 2, 1)).slice(0, -20));
    assert.match((await poll()).problems.join(), /cut off/);
    server.answer('', {}, 503);
    assert.deepEqual(await poll().then(({ outcome, vanished: gone }) => [outcome, gone]), ['failed', 0]);
    server.answer('', {}, 304);
    await poll();
    assert.deepEqual(await vanished(), []);
    assert.equal((await poll(days(5, 4, 3, 2, 1))).vanished, 1, 'compared with the last whole listing');
    assert.deepEqual(await vanished(), ['day-6']);
  });

  it('is known by its id where its address has changed in the feed', async () => {
    await clear();
    const { poll } = await openCourier();
    await poll(days(6, 5, 4, 3, 2, 1));
    const moved = days(6, 5, 4, 3, 2, 1).map((item) =>
      item.slug === 'day-5' ? { ...item, slug: 'day-5-corrected', guid: 'day-5' } : item,
    );
    assert.equal((await poll(moved)).vanished, 0);
    assert.deepEqual(await vanished(), []);
  });
});
