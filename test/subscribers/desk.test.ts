import assert from 'node:assert/strict';
import { request as ask } from 'node:http';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { system } from '../../src/access/actor.ts';
import { isSuppressed, suppress } from '../../src/delivery/suppress.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const cookie = await signInAtDesk(services, web, await addStaff(services, 'owner', 'Olena'));
const from = { 'x-forwarded-for': '10.0.0.2' };
const editor = await signInAtDesk(services, web, await addStaff(services, 'editor'), from);

const personOf = (address: string) =>
  db.selectFrom('subscribers').selectAll().where('address', '=', address).executeTakeFirstOrThrow();
const stateOf = async (id: number) =>
  (await db.selectFrom('subscriptions').select('state').where('subscriberId', '=', id).executeTakeFirst())
    ?.state;
const found = async (query: string): Promise<string[]> => {
  const { body } = await web.get(`/desk/readers${query}`, { cookie: editor });
  return [...body.matchAll(/href="\/desk\/readers\/\d+">([^<]+)</g)].map(([, address]) => address ?? '');
};

describe('the readers at the desk', () => {
  it('are an empty page that says how they come, until there is one', async () => {
    const { body } = await web.get('/desk/readers', { cookie: editor });
    assert.match(body, /Nobody subscribes yet/);
    assert.doesNotMatch(body, /readers\/export/);
    assert.match((await web.get('/desk/readers', { cookie })).body, /readers\/export/);
  });

  it('are found by the beginning of an address, a domain, words of a name, and a newsletter', async () => {
    await addReaders(services, daily, 3);
    await db
      .updateTable('subscribers')
      .set({ name: 'Оксана Левицька' })
      .where('address', '=', 'reader2@readers.example')
      .execute();
    assert.deepEqual(await found('?q=READER2'), ['reader2@readers.example']);
    assert.deepEqual(await found(`?q=${encodeURIComponent('леви окс')}`), ['reader2@readers.example']);
    assert.equal((await found('?q=@readers.example')).length, 3);
    assert.equal((await found(`?newsletter=${daily.id}`)).length, 3);
    assert.deepEqual(await found('?newsletter=999'), []);
    for (const hostile of ['%', '_', "'", '\\', ':*', '!&|', '@', '<script>', '"'])
      assert.deepEqual(await found(`?q=${encodeURIComponent(hostile)}`), [], hostile);
  });

  it('turn pages by where the last one ends', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({
      address: `many${index}@crowd.example`,
      addressKey: `many${index}@crowd.example`,
      addressHash: Buffer.from(`many${index}`),
    }));
    await db.insertInto('subscribers').values(rows).execute();
    const first = await found('?q=many');
    const { body } = await web.get('/desk/readers?q=many', { cookie: editor });
    const next = /href="(\/desk\/readers\?[^"]*before=\d+)"/.exec(body)?.[1] ?? assert.fail();
    const second = await found(next.replace('/desk/readers', '').replaceAll('&amp;', '&'));
    assert.deepEqual([first.length, second.length], [50, 10]);
    assert.equal(new Set([...first, ...second]).size, 60);
    await db.deleteFrom('subscribers').where('address', 'like', 'many%').execute();
  });

  it('show one with subscriptions, proofs and what stands against mail', async () => {
    const { id, addressHash, address } = await personOf('reader1@readers.example');
    await suppress(db, system, { addressHash, address, reason: 'hard-bounce' });
    const { body } = await web.get(`/desk/readers/${id}`, { cookie: editor });
    for (const text of ['Confirmed', 'The mailbox takes no mail', '“a test”', 'Reader 1', 'Mail again…'])
      assert.ok(body.includes(text), text);
    assert.doesNotMatch(body, /as a file/);
    assert.equal((await web.get('/desk/readers/0', { cookie: editor })).status, 404);
    assert.equal((await web.get('/desk/readers/99999', { cookie: editor })).status, 404);
  });
});

describe('what is done to a reader', () => {
  it('is asked first, done by the button, and in the log without the address', async () => {
    const { id, addressHash } = await personOf('reader1@readers.example');
    const act = async (name: string, fields: Record<string, string> = {}) => {
      const question = await web.get(`/desk/readers/${id}/${name}`, { cookie: editor });
      assert.equal(question.status, 200, name);
      return web.post(`/desk/readers/${id}/${name}`, fields, { cookie: editor });
    };
    const bulk = () => isSuppressed(db, addressHash, 'bulk', daily.id);
    assert.equal(await bulk(), true);
    assert.equal((await act('lift')).status, 303);
    assert.equal(await bulk(), false);
    assert.equal((await act('suppress')).status, 400);
    assert.equal((await act('suppress', { stream: 'bulk' })).status, 303);
    assert.equal(await bulk(), true);
    await act('lift');
    assert.equal((await act('unsubscribe', { newsletter: '999' })).status, 404);
    assert.equal(await stateOf(id), 'confirmed');
    assert.equal((await act('unsubscribe', { newsletter: String(daily.id) })).status, 303);
    assert.equal(await stateOf(id), 'ended');
    assert.equal(await bulk(), true);
    const question = await web.get(`/desk/readers/${id}/lift`, { cookie: editor });
    assert.match(question.body, /nothing that staff could lift[\s\S]*Unsubscribed/);
    assert.doesNotMatch(question.body, /<button class="harm"/);
    await act('lift');
    assert.equal(await bulk(), true);
    const log = await db.selectFrom('auditLog').selectAll().where('actor', 'like', 'staff:%').execute();
    const actions = log.map(({ action }) => action);
    for (const action of ['suppression.lift', 'suppression.add', 'subscriber.unsubscribe'])
      assert.ok(actions.includes(action), action);
    assert.doesNotMatch(JSON.stringify(log), /reader1@/);
  });

  it('may be that they are erased, once', async () => {
    const { id } = await personOf('reader3@readers.example');
    const question = await web.get(`/desk/readers/${id}/erase`, { cookie: editor });
    assert.match(question.body, /cannot be brought back/);
    const done = await Promise.all(
      [1, 2].map(() => web.post(`/desk/readers/${id}/erase`, {}, { cookie: editor })),
    );
    assert.deepEqual(
      done.map(({ status }) => status).toSorted((one, other) => one - other),
      [303, 404],
    );
    assert.match(
      (await web.get('/desk/readers?done=erase', { cookie: editor })).body,
      /The reader is erased/,
    );
  });
});

describe('the export at the desk', () => {
  it('has the fields and people that were chosen, without formulas, and its count in the log', async () => {
    await addNewsletter(db, system, { slug: 'weekly', name: 'The Weekly' });
    await db.updateTable('subscribers').set({ name: '=cmd()' }).execute();
    const fields = { newsletter: String(daily.id), column: ['name', 'address', 'membership_tier'] };
    const { status, headers, body } = await web.post('/desk/readers/export', fields, { cookie });
    assert.equal(status, 200);
    assert.match(
      headers.get('content-disposition') ?? '',
      /^attachment; filename=readers-\d{4}-\d\d-\d\d\.csv$/,
    );
    assert.match(headers.get('content-type') ?? '', /text\/csv/);
    assert.deepEqual(parse(body), [
      ['address', 'name', 'membership_tier'],
      ['reader2@readers.example', "'=cmd()", ''],
    ]);
    const log = await db
      .selectFrom('auditLog')
      .select(['action', 'detail'])
      .where('action', 'like', 'subscriber.export%')
      .orderBy('id')
      .execute();
    assert.deepEqual(log, [
      {
        action: 'subscriber.export',
        detail: { newsletterId: daily.id, columns: ['address', 'name', 'membership_tier'] },
      },
      { action: 'subscriber.exported', detail: { count: 1, whole: true } },
    ]);
  });

  it('says what is missing, as a page', async () => {
    for (const fields of [{}, { column: 'password' }, { column: 'name', newsletter: '999' }]) {
      const { status, headers } = await web.post('/desk/readers/export', fields, { cookie });
      assert.equal(status, 400);
      assert.equal(headers.get('content-disposition'), null);
    }
    assert.equal((await web.get('/desk/readers/export', { cookie: editor })).status, 403);
  });

  it('ends where its reader goes away, and the log says that it was not whole', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({
      address: `many${index}@crowd.example`,
      addressKey: `many${index}@crowd.example`,
      addressHash: Buffer.from(`many${index}`),
      name: 'x'.repeat(200),
    }));
    for (let at = 0; at < rows.length; at += 5_000)
      await db
        .insertInto('subscribers')
        .values(rows.slice(at, at + 5_000))
        .execute();
    await new Promise<void>((resolve, reject) => {
      const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
      const asked = ask(`${web.origin}/desk/readers/export`, { method: 'POST', headers }, (answer) => {
        answer.once('data', () => {
          answer.destroy();
          resolve();
        });
      });
      asked.once('error', reject);
      asked.end('column=address&column=name');
    });
    const last = async () => {
      const row = await db
        .selectFrom('auditLog')
        .select('detail')
        .where('action', '=', 'subscriber.exported')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
      return row.detail as { count: number; whole: boolean };
    };
    await until(async () => !(await last()).whole, 'the log says that it broke off');
    assert.ok((await last()).count < 20_000);
  });

  it('gives one reader’s data to an owner, noted in the log', async () => {
    const { id } = await personOf('reader2@readers.example');
    const { headers, body } = await web.post(`/desk/readers/${id}/data`, {}, { cookie });
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename=reader-\d+-/);
    const all = JSON.parse(body) as { address: string; consents: unknown[] };
    assert.equal(all.address, 'reader2@readers.example');
    assert.ok(all.consents.length > 0);
    const noted = db.selectFrom('auditLog').select('id').where('action', '=', 'subscriber.export-one');
    assert.equal((await noted.execute()).length, 1);
    assert.equal((await web.post(`/desk/readers/${id}/data`, {}, { cookie: editor })).status, 403);
  });
});
