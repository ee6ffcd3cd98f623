import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { changeOf, recordAudit } from '../../src/access/audit.ts';
import { searchAudit } from '../../src/access/search-audit.ts';
import { markLead } from '../../src/articles/add-article.ts';
import { addSource } from '../../src/articles/sources.ts';
import { cancelSend, pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { addRelay, setRelay } from '../../src/delivery/relays/settings.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { discard } from '../../src/editions/discard.ts';
import { setRules } from '../../src/editions/rules.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { staffActor } from '../../src/staff/staff.ts';
import { writeArticles } from '../support/articles.ts';
import { lastLine } from '../support/audited.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
const daily = await openNewsroom(services);
await setPublication(db, { kind: 'system', name: 'test' }, { timeZone: 'Europe/Kyiv' });
const web = await startWeb(services);
const olena = await addStaff(services, 'owner', 'Olena');
const cookie = await signInAtDesk(services, web, olena);
const log = async (query = '') => (await web.get(`/desk/log${query}`, { cookie })).body;
const rows = (body: string): number => [...body.matchAll(/<tr><td/g)].length;

describe('the log', () => {
  it('names who did what to which thing, with what it was before and after', async () => {
    const actor = { ...staffActor(olena.id), staff: { role: 'owner' as const, authenticatedAt: new Date() } };
    await setPublication(db, actor, { tagline: 'News <b>and</b> more' });
    const body = await log(`?who=staff:${olena.id}&what=publication.set`);
    assert.equal(rows(body), 1);
    assert.match(body, /<strong>Olena<\/strong>/);
    assert.match(body, /<dt>tagline<\/dt>\s*<dd><del>nothing<\/del> → <ins>News &lt;b&gt;and/);
    assert.ok(!body.includes('<dt>name</dt>'));
  });

  it('is searched by who, what, which and when, in the days of the newsroom', async () => {
    await recordAudit(db, system, 'edition.approve', 'edition:12');
    await recordAudit(db, system, 'edition.approve', 'edition:123');
    // 23:30 of the 27th in UTC is the 28th in Kyiv.
    const at = new Date('2026-11-27T23:30:00Z');
    await db.insertInto('auditLog').values({ at, actor: 'rule:x', action: 'r.x', subject: 's:1' }).execute();
    assert.equal(rows(await log('?target=edition:12')), 1);
    assert.equal(rows(await log('?target=edition:')), 2);
    assert.equal(rows(await log('?who=rule:')), 1);
    assert.equal(rows(await log('?who=rule:&from=2026-11-28&to=2026-11-28')), 1);
    assert.equal(rows(await log('?who=rule:&to=2026-11-27')), 0);
    assert.match(await log('?who=rule:&to=2026-11-27'), /Nothing was found/);
  });

  it('is searched by words of what was written, in detail, before and after, in any case, each as it stands', async () => {
    const write = (subject: string, detail: object, before: object, after: object) =>
      recordAudit(db, system, 'edition.edit', subject, detail, { before, after });
    await write('words:1', { since: 1 }, { subject: 'Міст відкриється 30-го' }, { subject: 'МІСТ відкрито' });
    await write('words:2', { reason: '100 % of it_all' }, {}, { intro: 'He said "no",\nthen C:\\temp' });
    await write('words:3', {}, {}, { intro: '<b>1000 of it all</b>' });
    const found = async (words: string): Promise<string> => {
      const body = await log(`?target=words:&words=${encodeURIComponent(words)}`);
      return [...body.matchAll(/words:(\d)<\/td>/g)].map(([, id]) => id).join();
    };
    assert.equal(await found('міст'), '1');
    assert.equal(await found('відкрито МІСТ'), '1', 'each of the words, in any order');
    assert.equal(await found('міст зачинено'), '');
    assert.equal(await found('of it'), '3,2');
    assert.equal(await found('it_all'), '2', 'no sign stands for another');
    assert.equal(await found('%'), '2');
    assert.equal(await found('"no"'), '2');
    assert.equal(await found('C:\\temp'), '2');
    assert.equal(await found('<b>1000'), '3');
    const none = await log('?words=%3Cscript%3E');
    assert.match(none, /Nothing was found<\/h2>/);
    assert.match(none, /name="words"[^>]* value="&lt;script&gt;"/);
  });

  it('takes no harm from what is no day, no number and no text', async () => {
    for (const query of ['?from=2026-02-31', '?before=x', '?who=%27', '?what=a&what=b', '?target=%25'])
      assert.equal((await web.get(`/desk/log${query}`, { cookie })).status, 200, query);
    assert.equal((await web.get('/desk/log?target=%00', { cookie })).status, 404);
  });

  it('is turned a page at a time, by where the last one ended', async () => {
    const values = Array.from({ length: 120 }, (_, index) => ({
      actor: 'system:x',
      action: 'many.x',
      subject: `many:${index}`,
    }));
    await db.insertInto('auditLog').values(values).execute();
    let seen = 0;
    let path: string | undefined = '/desk/log?what=many.x';
    for (let page = 0; path !== undefined && page < 5; page += 1) {
      const { body } = await web.get(path, { cookie });
      seen += rows(body);
      path = /href="([^"]*)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    assert.equal(seen, 120);
  });

  it('searches a long log for words part by part, says how far, and misses nothing on the way', async () => {
    const owner = { ...staffActor(olena.id), staff: { role: 'owner' as const, authenticatedAt: new Date() } };
    const all = { who: null, action: null, subject: 'long:', from: null, until: null, before: null };
    for (let index = 1; index <= 10; index += 1)
      await recordAudit(db, system, 'edition.edit', `long:${index}`, {
        title: index % 4 === 0 ? 'rare' : '',
      });
    const pages: Array<[string, boolean]> = [];
    for (let before: number | null = null, page = 0; page < 9; page += 1) {
      const found = await searchAudit(db, owner, { ...all, words: ['RARE'], before }, 5);
      pages.push([found.entries.map(({ subject }) => subject).join(), found.readTo === null]);
      before = found.older;
      if (before === null) break;
    }
    assert.deepEqual(pages, [
      ['long:8', false],
      ['long:4', true],
    ]);
    const few = await searchAudit(db, owner, { ...all, words: [] }, 5);
    assert.deepEqual([few.entries.length, few.older, few.readTo], [10, null, null]);

    await sql`insert into audit_log (actor, action, subject) select 'system:x', 'x.y', 'very-long:' from generate_series(1, 50001)`.execute(
      db,
    );
    const body = await log('?target=very-long:&words=rare');
    assert.match(body, /Nothing was found so far/);
    assert.match(body, /Words were searched for back to <time/);
    const onward = /href="([^"]*words=rare[^"]*)" rel="next">Search further back/.exec(body)?.[1] ?? '';
    const { body: last } = await web.get(onward.replaceAll('&amp;', '&'), { cookie });
    assert.match(last, /Nothing was found<\/h2>/);
    assert.ok(!last.includes('rel="next"'));
  });

  it('says of relays, sends, editions, newsletters and leads what they were and are, and never a password', async () => {
    const actor = { kind: 'command-line', name: 'olena' } as const;
    const changeAt = async (action: string) =>
      db
        .selectFrom('auditLog')
        .select(['before', 'after'])
        .where('action', '=', action)
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
    const added = { name: 'ses', host: 'a.smtp.example', port: 587, username: 'desk' };
    await addRelay(db, actor, added);
    assert.deepEqual(await changeAt('relay.add'), { before: null, after: added });
    services.config.relayPasswords['ses'] = 'a secret';
    await setRelay(db, actor, 'ses', { host: 'b.smtp.example', perSecond: 50, enabled: true });
    assert.deepEqual(await changeAt('relay.set'), {
      before: { host: 'a.smtp.example', perSecond: null },
      after: { host: 'b.smtp.example', perSecond: 50 },
    });

    await addReaders(services, daily, 2);
    const sent = await launchTestSend(services, daily);
    await pauseSend(services, sent, actor);
    assert.deepEqual(await changeAt('send.pause'), {
      before: { state: 'sending' },
      after: { state: 'paused' },
    });
    await resumeSend(services, sent, actor);
    assert.deepEqual(await changeAt('send.resume'), {
      before: { state: 'paused' },
      after: { state: 'sending' },
    });
    await pauseSend(services, sent, actor);
    await cancelSend(services, sent, actor);
    assert.deepEqual(await changeAt('send.cancel'), {
      before: { state: 'paused' },
      after: { state: 'cancelled' },
    });
    await assert.rejects(cancelSend(services, sent, actor), { code: 'conflict' });

    const weekly = await addNewsletter(db, actor, { slug: 'weekly', name: 'The Week' });
    const { before, after } = await changeAt('newsletter.add');
    assert.deepEqual([before, after], [null, weekly]);

    await writeArticles(db, 4, 'a');
    const { id } = await db.selectFrom('articles').select('id').orderBy('id').executeTakeFirstOrThrow();
    const now = new Date();
    await markLead(services, actor, id, true, now);
    const lead = { leadMarkedAt: now.toISOString() };
    assert.deepEqual(await changeAt('article.lead'), { before: { leadMarkedAt: null }, after: lead });
    await markLead(services, actor, id, false);
    assert.deepEqual(await changeAt('article.no-lead'), { before: lead, after: { leadMarkedAt: null } });

    const source = await addSource(db, actor, { url: 'https://feeds.example/wire', title: 'The wire' });
    const { url, title, pollSeconds } = source;
    assert.deepEqual(await changeAt('source.add'), { before: null, after: { url, title, pollSeconds } });

    const made = await assemble(services, {
      newsletterId: daily.id,
      cause: 'person',
      actor,
      evenIfNotDue: true,
    });
    await discard(db, { editionId: made?.editionId ?? 0, actor });
    assert.deepEqual(await changeAt('edition.cancel'), {
      before: { state: 'draft' },
      after: { state: 'cancelled' },
    });
    const all = await db.selectFrom('auditLog').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(all), /a secret|password/i);
    assert.match(
      await log('?what=send.cancel'),
      /<dt>state<\/dt>\s*<dd><del>paused<\/del> → <ins>cancelled<\/ins>/,
    );
  });

  it('has an assembly under the edition that came of it, and under the newsletter where none did', async () => {
    const newsletter = await addNewsletter(db, system, { slug: 'evening', name: 'The Evening' });
    const request = { newsletterId: newsletter.id, cause: 'person', actor: system } as const;
    await setRules(db, system, newsletter.id, { minArticles: 100 });
    await assemble(services, request);
    const { subject, detail } = await lastLine(db, 'edition.assemble');
    assert.equal(subject, `newsletter:${newsletter.id}`);
    assert.equal((detail as { editionId: unknown }).editionId, null);
    await setRules(db, system, newsletter.id, { minArticles: 1 });
    const { editionId } = (await assemble(services, request)) ?? {};
    assert.equal(rows(await log(`?target=edition:${editionId}&what=edition.assemble`)), 1);
    const line = await lastLine(db, 'edition.assemble', `edition:${editionId}`);
    assert.equal((line.detail as { newsletter: number }).newsletter, newsletter.id);
  });

  it('keeps of a change the fields that are others now, and of a long text its beginning', () => {
    const long = 'x'.repeat(900);
    const { before, after } = changeOf({ a: 1, b: [1], c: '' }, { a: 1, b: [2], c: long });
    assert.deepEqual(before, { b: [1], c: '' });
    assert.deepEqual(Object.keys(after ?? {}), ['b', 'c']);
    assert.equal((after as { c: string }).c.length, 501);
  });
});
