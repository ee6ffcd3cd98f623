import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeOf, recordAudit } from '../../src/access/audit.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { staffActor } from '../../src/staff/staff.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
await openNewsroom(services);
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
    const system = { kind: 'system', name: 'x' } as const;
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

  it('keeps of a change the fields that are others now, and of a long text its beginning', () => {
    const long = 'x'.repeat(900);
    const { before, after } = changeOf({ a: 1, b: [1], c: '' }, { a: 1, b: [2], c: long });
    assert.deepEqual(before, { b: [1], c: '' });
    assert.deepEqual(Object.keys(after ?? {}), ['b', 'c']);
    assert.equal((after as { c: string }).c.length, 501);
  });
});
