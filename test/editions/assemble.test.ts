import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { type ArticleContent, keepArticle } from '../../src/articles/keep-articles.ts';
import { markLead } from '../../src/articles/add-article.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { applyDeadlines } from '../../src/editions/deadline.ts';
import { alertDrift, findDrift } from '../../src/editions/drift.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { listEditions } from '../../src/editions/list-editions.ts';
import { instantOf } from '../../src/editions/local-day.ts';
import { dueLaunches } from '../../src/editions/missed.ts';
import { dueAssemblies } from '../../src/editions/plans.ts';
import { renderFor } from '../../src/editions/render-for.ts';
import { planOf } from '../../src/editions/rhythm.ts';
import { setRules } from '../../src/editions/rules.ts';
import { schedule } from '../../src/editions/schedule.ts';
import { makeSubject } from '../../src/editions/subject.ts';
import { setNewsletter } from '../../src/publication/newsletters.ts';
import { setSender } from '../../src/publication/senders.ts';
import { staffActor } from '../../src/staff/staff.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addPatron } from '../support/patrons.ts';
import { rhythmOf, sinceEver } from '../support/rhythm.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
await setRules(db, system, daily.id, {
  enabled: true,
  minArticles: 2,
  maxArticles: 8,
  leadCategories: ['Energy'],
  sections: [{ title: 'Europe', categories: ['Europe'], cap: 2 }],
  appeal: { title: 'Please pay', text: 'It is free.', label: 'Pay', url: 'https://courier.example/pay' },
  thanks: { title: 'Thank you, patron', text: 'You pay.' },
});
await sinceEver(db);

const hour = 3_600_000;
const morning = new Date('2026-11-23T06:00:00Z');
let written = 0;

interface Writing {
  category?: string;
  at?: Date;
  seen?: Date;
  html?: string;
  /** Its headline, where that is another than it had first. */
  says?: string;
}

async function write(
  title: string,
  { category = 'Society', at = morning, seen = at, html = '<p>Text</p>', says = title }: Writing = {},
): Promise<void> {
  written += 1;
  const content: ArticleContent = {
    guid: `g${written}`,
    url: `https://courier.example/${encodeURIComponent(title)}`,
    title: says,
    standfirst: `About ${title}.`,
    author: 'Olena',
    html,
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
const drafts = () => db.selectFrom('editions').selectAll().where('state', '=', 'draft').execute();
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

  it('gives the articles of a draft that nobody approved to the next one, which takes its place', async () => {
    const { id: held, number } = (await drafts()).at(-1) ?? { id: 0, number: 0 };
    const assembly = await run(new Date(morning.getTime() + hour));
    const edition = await requireEdition(db, id(assembly?.editionId));
    assert.deepEqual((await titlesOf(edition.id)).toSorted(), (await titlesOf(held)).toSorted());
    assert.equal((await requireEdition(db, held)).state, 'cancelled');
    assert.ok(edition.notes.some((note) => note.includes(`takes the place of number ${number}`)));
    await approve(services, { editionId: edition.id, actor: system });
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

  it('takes what was being kept in the moment of the last assembly', async () => {
    const end = new Date('2026-11-24T12:00:00Z');
    for (const title of ['Before', 'Just before']) await write(title, { at: end });
    const { editionId } = (await run(end)) ?? {};
    await approve(services, { editionId: id(editionId), actor: system });
    // Its poll began before the window ended, and was written down after it.
    const polled = new Date(end.getTime() - 2_000);
    await write('Between', { at: polled, seen: new Date(polled.getTime() + hour) });
    await write('After', { at: new Date(end.getTime() + 4 * hour) });
    const next = await run(new Date(end.getTime() + 5 * hour));
    assert.ok((await titlesOf(id(next?.editionId))).includes('Between'));
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

  it('refers to older stories that the story itself links to, and to those on the same matter', async () => {
    const day = new Date('2026-12-05T06:00:00Z');
    const before = new Date('2026-12-01T06:00:00Z');
    // All that was there before has gone out.
    await approve(services, { editionId: id((await run(before))?.editionId), actor: system });
    await write('Batteries light the stairwells of Zarichne', { at: before });
    await write('A tale', { at: before });
    const html = '<p>Read also: <a href="https://courier.example/A%20tale?utm_source=x">that</a></p>';
    await write('Stairwells with batteries spread beyond Zarichne', { at: day, category: 'Energy', html });
    await write('Something else entirely', { at: day });
    const edition = await requireEdition(db, id((await run(day))?.editionId));
    const lead = edition.blocks.find((block) => block.kind === 'lead')?.article;
    assert.deepEqual(
      lead?.readAlso.map(({ title }) => title),
      ['A tale', 'Batteries light the stairwells of Zarichne'],
    );
  });
});

describe('the hour of the assembly', () => {
  const at = (text: string): Date => new Date(text);

  it('is the newsletter’s own, and is caught up for as long as is set, also past midnight', () => {
    const due = (text: string, assembleAt: string) =>
      planOf(rhythmOf({ assembleAt, weekdays: [1] }), at(text), new Set()).due?.day ?? null;
    assert.equal(due('2026-11-23T04:29:00Z', '06:30'), null);
    assert.equal(due('2026-11-23T04:30:00Z', '06:30'), '2026-11-23');
    assert.equal(due('2026-11-23T07:30:00Z', '06:30'), '2026-11-23');
    assert.equal(due('2026-11-23T07:31:00Z', '06:30'), null);
    assert.equal(due('2026-11-23T22:30:00Z', '23:45'), '2026-11-23');
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
          planOf(
            rhythmOf({ timeZone: zone, assembleAt: repeated }),
            new Date(instant.epochMilliseconds),
            new Set(),
          ).due?.day,
          autumn,
        );
    }
  });

  it('holds for a hint that comes late: one of yesterday, or of rules that were changed, does nothing', async () => {
    const at0130 = at('2026-11-30T23:30:00Z');
    assert.equal(await run(at0130, 'schedule'), null, 'half past one in Kyiv');
    await setRules(db, system, daily.id, { enabled: false });
    assert.equal(await run(at('2026-11-30T10:00:00Z'), 'schedule'), null);
    await setRules(db, system, daily.id, { enabled: true });
  });

  it('is found by the sweep, and not once the day’s run is made', async () => {
    await setRules(db, system, daily.id, { enabled: true, assembleAt: '06:30' });
    await sinceEver(db);
    // Of the days before today, which no run of this file was about.
    await db.deleteFrom('assemblies').where('missed', '=', true).execute();
    assert.deepEqual(await dueAssemblies(db, at('2026-11-28T07:00:00Z')), [daily.id]);
    assert.deepEqual(await dueAssemblies(db, at('2026-11-27T07:00:00Z')), []);
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
    await write('Frozen', { at: day, category: 'Energy', says: 'CHANGED' });
    assert.equal((await approve(services, { editionId, actor: system })).hash, hash);
    const text = await renderFor(services, {
      editionId,
      address: 'x@readers.example',
      name: '',
      shows: ['reader'],
      as: 'text',
    });
    assert.ok(text.includes('Frozen') && !text.includes('CHANGED'));
  });

  it('says what has changed or vanished at its source, alerts once, and stays as it is', async () => {
    const edition = await requireEdition(db, editionId);
    const drift = await findDrift(db, edition);
    assert.deepEqual(
      drift.map(({ what, difference }) => [what, difference]),
      [['changed', [{ field: 'title', here: 'Frozen', now: 'CHANGED' }]]],
    );
    await db.updateTable('articles').set({ vanishedAt: day }).where('title', '=', 'Beside').execute();
    await alertDrift(services);
    await alertDrift(services);
    const alerts = await db.selectFrom('events').selectAll().where('kind', '=', 'article-changed').execute();
    assert.deepEqual(alerts.map(({ data }) => (data as { what: string }).what).toSorted(), [
      'changed',
      'vanished',
    ]);
  });

  it('goes out under the name it was approved with, whatever is set since', async () => {
    const sender = { fromName: 'Somebody else', fromAddress: 'other@courier.example', replyTo: null };
    await setSender(db, system, null, sender);
    const eml = await renderFor(services, { editionId, address: 'x@readers.example', as: 'eml' });
    assert.match(eml, /^From: The Courier <desk@courier\.example>/m);
    await setSender(db, system, null, {
      fromName: 'The Courier',
      fromAddress: 'desk@courier.example',
      replyTo: null,
    });
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
    await addPatron(db, 'reader2@readers.example');
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

  it('is launched by a hint only when its time has come', async () => {
    const at = new Date('2026-12-15T06:00:00Z');
    for (const title of ['Later', 'Not yet']) await write(title, { at });
    const scheduled = id((await run(at))?.editionId);
    await approve(services, { editionId: scheduled, actor: system });
    const early = launchEdition(services, { editionId: scheduled, actor: system, ifDue: true }, at);
    await assert.rejects(early, /is not due/);
    const sendAt = new Date(at.getTime() + hour);
    await schedule(services, { editionId: scheduled, sendAt, actor: system }, at);
    const still = launchEdition(services, { editionId: scheduled, actor: system, ifDue: true }, at);
    await assert.rejects(still, /is not due/);
    assert.equal(
      await launchEdition(services, { editionId: scheduled, actor: system, ifDue: true }, sendAt),
      3,
    );
  });

  it('comes to those who chose so at their own morning, and to all others at once', async () => {
    const at = new Date('2026-12-16T04:30:00Z');
    const zones = {
      'reader2@readers.example': 'America/New_York',
      'reader3@readers.example': 'Asia/Tokyo',
      'reader4@readers.example': 'Mars/Olympus',
    };
    for (const [address, timeZone] of Object.entries(zones))
      await db
        .updateTable('subscribers')
        .set({ timeZone, ownMorning: true })
        .where('address', '=', address)
        .execute();
    for (const title of ['Morning', 'Elsewhere']) await write(title, { at });
    const own = id((await run(at))?.editionId);
    await approve(services, { editionId: own, actor: system });
    await launchEdition(services, { editionId: own, actor: system }, at);
    const rows = await db
      .selectFrom('deliveries')
      .select(['address', 'dueAt'])
      .where('editionId', '=', own)
      .execute();
    const due = Object.fromEntries(rows.map(({ address, dueAt }) => [address, dueAt.toISOString()]));
    // Half past six in Kyiv is half past six in New York seven hours later; in Tokyo it is past.
    assert.equal(due['reader2@readers.example'], '2026-12-16T11:30:00.000Z');
    assert.equal(due['reader3@readers.example'], at.toISOString());
    assert.equal(due['reader4@readers.example'], at.toISOString());
  });

  it('cannot be launched twice, nor changed', async () => {
    await assert.rejects(launchEdition(services, { editionId, actor: system }), /launched already/);
    await assert.rejects(editEdition(db, system, editionId, { subject: 'x' }), /cannot be changed/);
  });
});

describe('the deadline', () => {
  it('long past is no reason to send by rule: a person is asked', async () => {
    await setRules(db, system, daily.id, { atDeadline: 'send', deadlineMinutes: 1440 });
    const day = new Date('2026-12-18T06:00:00Z');
    for (const title of ['Old', 'News']) await write(title, { at: day });
    const editionId = id((await run(day, 'schedule'))?.editionId);
    await applyDeadlines(services, new Date(day.getTime() + 31 * hour));
    assert.equal((await requireEdition(db, editionId)).state, 'draft');
    const alert = await db
      .selectFrom('events')
      .select('data')
      .where('kind', '=', 'deadline-passed')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.match((alert.data as { problem: string }).problem, /nothing ran then/);
  });

  it('sends by the rule that somebody set, and records who', async () => {
    await setNewsletter(db, system, 'daily', { clickMode: 'off', utm: { utm_source: 'digest' } });
    await setRules(
      db,
      { ...staffActor(7), staff: { role: 'owner', authenticatedAt: new Date() } },
      daily.id,
      {
        atDeadline: 'send',
        deadlineMinutes: 30,
      },
    );
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
    assert.deepEqual([approval.byRule, approval.approvedBy], [true, 'rule:staff:7']);
    const text = await renderFor(services, {
      editionId,
      address: 'x@readers.example',
      name: '',
      shows: ['reader'],
      as: 'text',
    });
    assert.match(text, /https:\/\/courier\.example\/\S+\?utm_source=digest/);
  });
});
