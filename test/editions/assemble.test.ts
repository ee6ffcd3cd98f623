import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { type ArticleContent, keepArticle } from '../../src/articles/keep-articles.ts';
import { markLead } from '../../src/articles/add-article.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble, dueAssemblies } from '../../src/editions/assemble.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { applyDeadlines } from '../../src/editions/deadline.ts';
import { dueLaunches, launchEdition } from '../../src/editions/launch.ts';
import { listEditions } from '../../src/editions/list-editions.ts';
import { dueDay, instantOf } from '../../src/editions/local-day.ts';
import { renderFor } from '../../src/editions/render-for.ts';
import { setRules } from '../../src/editions/rules.ts';
import { makeSubject } from '../../src/editions/subject.ts';
import { setNewsletter } from '../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
await setRules(db, system, daily.id, {
  minArticles: 2,
  maxArticles: 8,
  leadCategories: ['Energy'],
  sections: [{ title: 'Europe', categories: ['Europe'], cap: 2 }],
  appeal: { title: 'Please pay', text: 'It is free.', label: 'Pay', url: 'https://courier.example/pay' },
  thanks: { title: 'Thank you, patron', text: 'You pay.' },
});

const hour = 3_600_000;
const morning = new Date('2026-11-23T06:00:00Z');
let written = 0;

interface Writing {
  category?: string;
  at?: Date;
  seen?: Date;
}

async function write(
  title: string,
  { category = 'Society', at = morning, seen = at }: Writing = {},
): Promise<void> {
  written += 1;
  const content: ArticleContent = {
    guid: `g${written}`,
    url: `https://courier.example/${encodeURIComponent(title)}`,
    title,
    standfirst: `About ${title}.`,
    author: 'Olena',
    html: '<p>Text</p>',
    image: null,
    categories: [category],
    language: 'en',
    publishedAt: new Date(at.getTime() - hour),
  };
  await keepArticle(db, null, content, new Date(seen.getTime() - hour));
}

const run = (now: Date, cause: 'person' | 'schedule' = 'person') =>
  assemble(services, { newsletterId: daily.id, cause, actor: system }, now);
const titlesOf = async (editionId: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('editionArticles')
    .innerJoin('articles', 'articles.id', 'editionArticles.articleId')
    .select('title')
    .where('editionId', '=', editionId)
    .orderBy('position')
    .execute();
  return rows.map(({ title }) => title);
};
const id = (value: number | null | undefined): number => {
  assert.ok(value);
  return value;
};

describe('assembling', () => {
  it('makes no edition of too few articles, and keeps the reason', async () => {
    await write('Alone');
    const none = await run(morning);
    assert.equal(none?.editionId, null);
    assert.match(none?.reason ?? '', /only 1 new article since .*; at least 2 are needed/);
    assert.match((await listEditions(db, daily.id, 5)).skipped[0]?.reason ?? '', /only 1/);
  });

  it('leads with the first of the preferred categories, and gives each article once', async () => {
    await write('Bread');
    await write('Light', { category: 'Energy' });
    for (const title of ['Border', 'Rails', 'Cable']) await write(title, { category: 'Europe' });
    const assembly = await run(morning);
    const edition = await requireEdition(db, id(assembly?.editionId));
    const lead = edition.blocks.find((block) => block.kind === 'lead');
    assert.equal(lead?.article.title, 'Light');
    const titles = await titlesOf(edition.id);
    assert.equal(new Set(titles).size, titles.length);
    const section = edition.blocks.find((block) => block.kind === 'section');
    assert.equal(section?.articles.length, 2);
    assert.ok(edition.notes.some((note) => note.includes('over its cap of 2')));
    assert.match(edition.subject, /Light · and \d more/);
  });

  it('repeats no article in the next edition, and takes one that arrived late', async () => {
    const next = new Date(morning.getTime() + 24 * hour);
    await write('Tomorrow', { at: next });
    await write('Late', { at: new Date(morning.getTime() - 3 * hour), seen: next });
    const titles = await titlesOf(id((await run(next))?.editionId));
    assert.deepEqual(
      titles.toSorted(),
      ['Cable', 'Late', 'Tomorrow'].filter((title) => titles.includes(title)).toSorted(),
    );
    assert.ok(titles.includes('Late') && titles.includes('Tomorrow') && !titles.includes('Light'));
  });

  it('lets the editor’s mark lead before all else', async () => {
    const later = new Date(morning.getTime() + 48 * hour);
    for (const title of ['Plain', 'Power'])
      await write(title, { at: later, category: title === 'Power' ? 'Energy' : 'Society' });
    const { id: articleId } = await db
      .selectFrom('articles')
      .select('id')
      .where('title', '=', 'Plain')
      .executeTakeFirstOrThrow();
    await markLead(services, system, articleId, true, later);
    const edition = await requireEdition(db, id((await run(later))?.editionId));
    assert.equal(edition.blocks.find((block) => block.kind === 'lead')?.article.title, 'Plain');
  });

  it('happens by schedule once a day, however many ask at the same time', async () => {
    const day = new Date('2026-11-27T06:00:00Z');
    for (const title of ['One', 'Two', 'Three']) await write(title, { at: day });
    const runs = await Promise.all([run(day, 'schedule'), run(day, 'schedule'), run(day, 'schedule')]);
    assert.equal(runs.filter((one) => one !== null).length, 1);
  });

  it('refers to older stories on the same matter, and to none of the same edition', async () => {
    const day = new Date('2026-12-05T06:00:00Z');
    await write('Batteries light the stairwells of Zarichne', { at: new Date('2026-12-01T06:00:00Z') });
    await db
      .insertInto('editionArticles')
      .values({
        editionId: 1,
        articleId: (
          await db
            .selectFrom('articles')
            .select('id')
            .where('title', 'like', 'Batteries%')
            .executeTakeFirstOrThrow()
        ).id,
        block: 'article',
        position: 99,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
      .catch(() => {});
    await write('Stairwells with batteries spread beyond Zarichne', { at: day, category: 'Energy' });
    await write('Something else entirely', { at: day });
    const edition = await requireEdition(db, id((await run(day))?.editionId));
    const lead = edition.blocks.find((block) => block.kind === 'lead')?.article;
    if (lead?.title.startsWith('Stairwells'))
      assert.ok(lead.readAlso.every(({ title }) => title !== lead.title));
  });
});

describe('the hour of the assembly', () => {
  const at = (text: string): Date => new Date(text);

  it('is the newsletter’s own, and is caught up on the same day only', () => {
    assert.equal(dueDay(at('2026-11-23T04:29:00Z'), 'Europe/Kyiv', '06:30', [1]), null);
    assert.equal(dueDay(at('2026-11-23T04:30:00Z'), 'Europe/Kyiv', '06:30', [1]), '2026-11-23');
    assert.equal(dueDay(at('2026-11-23T21:59:00Z'), 'Europe/Kyiv', '06:30', [1]), '2026-11-23');
    assert.equal(dueDay(at('2026-11-23T22:01:00Z'), 'Europe/Kyiv', '06:30', [1]), null);
  });

  it('exists once when clocks are changed: in the hour that is skipped, and in the one that comes twice', () => {
    for (const [zone, spring, autumn] of [
      ['Europe/Kyiv', '2026-03-29', '2026-10-25'],
      ['America/New_York', '2026-03-08', '2026-11-01'],
    ] as const) {
      const time = zone === 'Europe/Kyiv' ? '03:30' : '02:30';
      const gap = instantOf(Temporal.PlainDate.from(spring), time, zone).toZonedDateTimeISO(zone);
      assert.equal(gap.toPlainDate().toString(), spring);
      const repeated = zone === 'Europe/Kyiv' ? '03:30' : '01:30';
      const twice = instantOf(Temporal.PlainDate.from(autumn), repeated, zone);
      const again = twice.add({ hours: 1 });
      assert.equal(again.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5), repeated);
      for (const instant of [twice, again])
        assert.equal(
          dueDay(new Date(instant.epochMilliseconds), zone, repeated, [1, 2, 3, 4, 5, 6, 7]),
          autumn,
        );
    }
  });

  it('is found by the sweep, and not once the day’s run is made', async () => {
    await setRules(db, system, daily.id, { enabled: true, assembleAt: '06:30' });
    assert.deepEqual(await dueAssemblies(db, at('2026-11-28T08:00:00Z')), [daily.id]);
    assert.deepEqual(await dueAssemblies(db, at('2026-11-27T08:00:00Z')), []);
  });
});

describe('a subject', () => {
  it('is never the headline alone, never too long, and not the last one again', () => {
    const facts = {
      lead: 'A very long headline about the winter that goes on for quite a while and then ends',
      second: 'B',
      more: 11,
      name: 'Daily',
    };
    const subject = makeSubject(facts, '', null, 'en');
    assert.ok(subject.length <= 70 && subject.endsWith('and 11 more'), subject);
    assert.notEqual(makeSubject(facts, '', subject, 'en'), subject);
    assert.match(makeSubject({ ...facts, more: 3 }, '', null, 'uk'), /і ще 3 новини/);
  });
});

describe('an approved edition', () => {
  let editionId = 0;
  const day = new Date('2026-12-10T06:00:00Z');

  it('goes out as it was approved, whatever happens to its articles', async () => {
    await write('Frozen', { at: day, category: 'Energy' });
    await write('Beside', { at: day });
    editionId = id((await run(day))?.editionId);
    const { hash } = await approve(services, { editionId, actor: system });
    await db.updateTable('articles').set({ title: 'CHANGED' }).where('title', '=', 'Frozen').execute();
    assert.equal((await approve(services, { editionId, actor: system })).hash, hash);
    const text = await renderFor(services, {
      editionId,
      address: 'x@readers.example',
      name: '',
      patron: false,
      as: 'text',
    });
    assert.ok(text.includes('Frozen') && !text.includes('CHANGED'));
  });

  it('needs approval again after an edit', async () => {
    await editEdition(db, system, editionId, { subject: 'Other words' });
    await assert.rejects(launchEdition(services, { editionId, actor: system }), /is not approved/);
  });

  it('is not approved with faults, and all of them are named', async () => {
    await editEdition(db, system, editionId, { subject: '' });
    await assert.rejects(approve(services, { editionId, actor: system }), /it has no subject/);
    await editEdition(db, system, editionId, { subject: '<b>Five & "six"</b>' });
    await approve(services, { editionId, actor: system });
  });

  it('is nowhere on the site before it goes out, and shows nobody’s own links after', async () => {
    const web = await startWeb(services);
    const { slug } = await requireEdition(db, editionId);
    assert.equal((await web.get(`/editions/${slug}`)).status, 404);
    await sql`create or replace view entitlements as select id as subscriber_id, 'coffee'::text as tier, '2020-01-01'::timestamptz as since, null::timestamptz as until from subscribers where address = 'reader2@readers.example'`.execute(
      db,
    );
    assert.equal(await launchEdition(services, { editionId, actor: system }), 4);
    const page = await web.get(`/editions/${slug}`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.doesNotMatch(page.body, /unsubscribe|preferences|[\uE000-\uE005]/);
    assert.ok(page.body.includes('Please pay') && !page.body.includes('Thank you, patron'));
    assert.match((await web.get('/archive')).body, /&lt;b&gt;Five &amp; &quot;six&quot;&lt;\/b&gt;/);
  });

  it('asks those who do not pay, thanks those who do, and its links lead where they were frozen', async () => {
    const relay = await startRelay();
    await deliverAll(services, relay.url, editionId);
    const { default: PostalMime } = await import('postal-mime');
    const mails = await Promise.all(
      relay.received.map(async ({ to, raw }) => ({ to, mail: await PostalMime.parse(raw) })),
    );
    assert.equal(mails.length, 4);
    for (const { to, mail } of mails) {
      const isPatron = to === 'reader2@readers.example';
      assert.equal(mail.text?.includes('Thank you, patron'), isPatron);
      assert.equal(mail.html?.includes('Please pay'), !isPatron);
    }
    const web = await startWeb(services);
    const path = /http:\/\/news\.example(\/c\/\S+)/.exec(mails[0]?.mail.text ?? '')?.[1] ?? '';
    const clicked = await web.get(path, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' });
    assert.deepEqual([clicked.status, clicked.headers.get('referrer-policy')], [302, 'no-referrer']);
    assert.match(clicked.headers.get('location') ?? '', /^https:\/\/courier\.example\//);
    await web.get(path, { 'user-agent': 'Googlebot/2.1' });
    await fetch(web.origin + path, { method: 'HEAD', redirect: 'manual' });
    const counts = await db
      .selectFrom('links')
      .select(['people', 'machines'])
      .where('people', '>', 0)
      .executeTakeFirstOrThrow();
    assert.deepEqual([counts.people, counts.machines], [1, 1]);
    for (const forged of [`${path}x`, '/c/nonsense', '/c/https:%2F%2Fevil.example', '/c/k1.AAAA.0'])
      assert.equal((await web.get(forged)).status, 404);
    const unsubscribe =
      /http:\/\/news\.example(\/unsubscribe\/\S+)/.exec(mails[0]?.mail.text ?? '')?.[1] ?? '';
    assert.equal((await web.post(unsubscribe)).status, 200);
  });

  it('cannot be launched twice, nor changed', async () => {
    await assert.rejects(launchEdition(services, { editionId, actor: system }), /launched already/);
    await assert.rejects(editEdition(db, system, editionId, { subject: 'x' }), /cannot be changed/);
  });
});

describe('the deadline', () => {
  it('sends by the rule that somebody set, and records who', async () => {
    await setNewsletter(db, system, 'daily', { clickMode: 'off', utm: { utm_source: 'digest' } });
    await setRules(db, { kind: 'staff', name: 'iryna' }, daily.id, {
      atDeadline: 'send',
      deadlineMinutes: 30,
    });
    const day = new Date('2026-12-20T06:00:00Z');
    for (const title of ['Sent', 'By rule']) await write(title, { at: day });
    const editionId = id((await run(day, 'schedule'))?.editionId);
    await applyDeadlines(services, new Date(day.getTime() + 10 * 60_000));
    assert.equal((await requireEdition(db, editionId)).state, 'draft');
    await applyDeadlines(services, new Date(day.getTime() + 31 * 60_000));
    assert.deepEqual(await dueLaunches(db, new Date(day.getTime() + 31 * 60_000)), [editionId]);
    await launchEdition(services, { editionId, actor: system });
    const approval = await db
      .selectFrom('approvals')
      .innerJoin('editionRevisions', 'editionRevisions.id', 'approvals.revisionId')
      .selectAll()
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.deepEqual([approval.byRule, approval.approvedBy], [true, 'rule:staff:iryna']);
    const text = await renderFor(services, {
      editionId,
      address: 'x@readers.example',
      name: '',
      patron: false,
      as: 'text',
    });
    assert.match(text, /https:\/\/courier\.example\/\S+\?utm_source=digest/);
  });
});
