import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { endKey } from '../../src/staff/keys/end-key.ts';
import { listKeys } from '../../src/staff/keys/key.ts';
import { makeKey } from '../../src/staff/keys/make-key.ts';
import { serviceMails } from '../../src/service-mails.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { assembleDigest } from '../support/digest.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const cookie = await signInAtDesk(services, web, await addStaff(services, 'owner', 'Olena'));
await addStaff(services, 'owner', 'Taras');

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
async function keyFor(...scopes: string[]): Promise<string> {
  const name = `key ${Math.random()}`;
  return (await makeKey(services, system, { name, scopes, days: null })).key;
}
async function post(key: string, body: unknown, type = 'application/json') {
  const answer = await fetch(`${web.origin}/api/subscribers`, {
    method: 'POST',
    headers: { ...bearer(key), 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const codeIn = (body: string): string => (JSON.parse(body) as { error: { code: string } }).error.code;

describe('a key', () => {
  it('is shown once, kept as a hash, told to every owner, and in the log without itself', async () => {
    const form = { name: 'The website', scope: ['editions.read'], days: '30' };
    const made = await web.post('/desk/keys', form, { cookie });
    const key = /bsk_[\w-]{43}/.exec(made.body)?.[0] ?? assert.fail(made.body);
    assert.equal(made.headers.get('cache-control'), 'no-store');
    const list = await web.get('/desk/keys', { cookie });
    assert.match(list.body, /The website/);
    assert.ok(!list.body.includes(key));
    const rows = await db.selectFrom('apiKeys').selectAll().execute();
    const log = await db.selectFrom('auditLog').selectAll().execute();
    const mails = await db.selectFrom('serviceMails').selectAll().where('kind', '=', 'key-made').execute();
    assert.equal(mails.length, 2);
    assert.ok(!JSON.stringify([rows, log, mails]).includes(key));
    assert.equal((await web.post('/desk/keys', form, { cookie })).status, 409);
    assert.equal((await web.get('/api/editions', bearer(key))).status, 200);
    assert.ok((await listKeys(db))[0]?.lastUsedAt instanceof Date);
    const compose = serviceMails['key-made'] ?? assert.fail();
    const mail = await compose(services, mails[0] ?? assert.fail());
    assert.ok('text' in mail && /The website[\s\S]*editions\.read/.test(mail.text));
  });

  it('needs a name, a scope and an end that there are', async () => {
    for (const wrong of [
      { name: ' ', scope: ['editions.read'], days: '30' },
      { name: 'x', scope: [], days: '30' },
      { name: 'x', scope: ['everything'], days: '30' },
      { name: 'x', scope: ['editions.read'], days: '' },
    ])
      assert.equal((await web.post('/desk/keys', wrong, { cookie })).status, 400);
  });

  it('opens nothing once it is ended or over', async () => {
    const made = await makeKey(services, system, { name: 'short', scopes: ['editions.read'], days: 1 });
    await db
      .updateTable('apiKeys')
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where('id', '=', made.id)
      .execute();
    assert.equal((await web.get('/api/editions', bearer(made.key))).status, 401);
    assert.match((await web.get('/desk/keys', { cookie })).body, /it is over/);

    const other = await makeKey(services, system, { name: 'long', scopes: ['editions.read'], days: null });
    assert.match((await web.get(`/desk/keys/${other.id}/end`, { cookie })).body, /End the key “long”/);
    assert.equal((await web.get('/api/editions', bearer(other.key))).status, 200);
    await Promise.all([1, 2].map(() => web.post(`/desk/keys/${other.id}/end`, {}, { cookie })));
    assert.equal((await web.get('/api/editions', bearer(other.key))).status, 401);
    const ends = db.selectFrom('auditLog').select('id').where('action', '=', 'api-key.end');
    assert.equal((await ends.execute()).length, 1);
    await assert.rejects(endKey(db, system, 9_999), { code: 'not_found' });
  });
});

describe('the API', () => {
  it('says in JSON what is wrong, whatever the caller accepts', async () => {
    for (const headers of [{}, { authorization: 'Basic eDp5' }, bearer('bsk_made-up-made-up-made-up')]) {
      const {
        status,
        body,
        headers: sent,
      } = await web.get('/api/editions', { accept: 'text/html', ...headers });
      assert.deepEqual([status, codeIn(body)], [401, 'no_key']);
      assert.equal(sent.get('www-authenticate'), 'Bearer');
      assert.equal(sent.get('access-control-allow-origin'), null);
      assert.equal(sent.get('set-cookie'), null);
    }
    const key = await keyFor('editions.read');
    const nothing = await web.get('/api/nothing', bearer(key));
    assert.deepEqual([nothing.status, codeIn(nothing.body)], [404, 'not_found']);
    const wrong = await web.get('/api/editions?limit=0', bearer(key));
    assert.equal(wrong.status, 400);
    assert.match(wrong.body, /limit is \\"0\\"; a whole number from 1 to 100/);
    assert.equal((await web.get('/api/editions/0', bearer(key))).status, 404);
    assert.equal((await web.get('/api/editions?newsletter=none', bearer(key))).status, 404);
  });

  it('shows editions page by page, and the balance by its names once there is one', async () => {
    const key = await keyFor('editions.read');
    const id = await assembleDigest(services);
    const { body } = await web.get('/api/editions?newsletter=daily&limit=1', bearer(key));
    const page = JSON.parse(body) as { editions: Array<{ id: number; state: string }>; next: null };
    assert.deepEqual([page.editions[0]?.id, page.editions[0]?.state, page.next], [id, 'draft', null]);
    const one = JSON.parse((await web.get(`/api/editions/${id}`, bearer(key))).body) as { balance: unknown };
    assert.equal(one.balance, null);
    await db.updateTable('editions').set({ state: 'launched', launchedAt: new Date() }).execute();
    await db
      .insertInto('sends')
      .values({ editionId: id, expiresAt: new Date(), state: 'finished' })
      .execute();
    const sent = JSON.parse((await web.get(`/api/editions/${id}`, bearer(key))).body) as {
      balance: Record<string, unknown>;
      url: string;
    };
    assert.match(sent.url, /\/editions\//);
    for (const name of ['eligible', 'sent', 'failed', 'suppressed', 'uncertain', 'cancelled', 'pending'])
      assert.equal(sent.balance[name], 0, name);
  });

  it('asks an address to confirm, as the form does, once however often it is told', async () => {
    const key = await keyFor('subscribers.write');
    const body = {
      address: 'new@readers.example',
      newsletters: ['daily'],
      page: 'https://paper.example/join',
    };
    const answers = await Promise.all([1, 2, 3].map(() => post(key, body)));
    for (const { status } of answers) assert.equal(status, 202);
    const person = await db
      .selectFrom('subscribers')
      .innerJoin('subscriptions', 'subscriptions.subscriberId', 'subscribers.id')
      .select(['subscribers.id', 'state'])
      .where('address', '=', 'new@readers.example')
      .execute();
    assert.deepEqual(
      person.map(({ state }) => state),
      ['pending'],
    );
    const asked = await db.selectFrom('serviceMails').select('id').where('kind', '=', 'confirm').execute();
    assert.equal(asked.length, 1);
    const [proof] = await db.selectFrom('consents').selectAll().where('action', '=', 'request').execute();
    assert.match(proof?.source ?? '', /^api-key:\d+$/);
    assert.equal(proof?.formUrl, 'https://paper.example/join');
  });

  it('brings nobody back who has left, and tells nobody who is known', async () => {
    await addReaders(services, daily, 1);
    const key = await keyFor('subscribers.write');
    const { id } = await db
      .selectFrom('subscribers')
      .select('id')
      .where('address', '=', 'reader1@readers.example')
      .executeTakeFirstOrThrow();
    const known = await post(key, { address: 'reader1@readers.example', newsletters: ['daily'] });
    await unsubscribe(services, { subscriberId: id, newsletterId: null }, { source: 'one-click' });
    const left = await post(key, { address: 'reader1@readers.example', newsletters: ['daily'] });
    const unknown = await post(key, { address: 'else@readers.example', newsletters: ['daily'] });
    assert.deepEqual(known, unknown);
    assert.deepEqual(left, unknown);
    const { state } = await db
      .selectFrom('subscriptions')
      .select('state')
      .where('subscriberId', '=', id)
      .executeTakeFirstOrThrow();
    assert.notEqual(state, 'confirmed');
  });

  it('names what is wrong with a body', async () => {
    const key = await keyFor('subscribers.write');
    const wrong: Array<[unknown, RegExp]> = [
      ['{', /JSON/],
      ['[]', /no JSON object/],
      [{}, /address: undefined is not a text/],
      [{ address: 'a@b.example', newsletters: ['none'] }, /there is no "none"; there are: daily/],
      [{ address: 'a@b.example', newsletters: [] }, /newsletters: \[\] is empty/],
      [{ address: 'nobody', newsletters: ['daily'] }, /"nobody" is not an e-mail address/],
      [{ address: 'a@b.example', newsletters: ['daily'], confirmed: true }, /confirmed/],
      [{ address: 'a@b.example', newsletters: ['daily'], page: 'javascript:1' }, /page: "javascript:1"/],
    ];
    for (const [body, message] of wrong) {
      const answer = await post(key, body);
      assert.equal(answer.status, 400, JSON.stringify(answer));
      assert.match((answer.body['error'] as { message: string }).message, message);
    }
    assert.equal((await post(key, 'address=a', 'text/plain')).status, 400);
  });

  it('holds a key to its limit, and others not', async () => {
    const [key, other] = [await keyFor('editions.read'), await keyFor('editions.read')];
    const [{ id } = { id: 0 }] = (await listKeys(db)).filter(({ hint }) => key.startsWith(hint));
    await web.get('/api/editions', bearer(key));
    await db.updateTable('rateLimits').set({ points: 600 }).where('key', 'like', `%key:${id}`).execute();
    const { status, headers, body } = await web.get('/api/editions', bearer(key));
    assert.deepEqual([status, codeIn(body)], [429, 'too_many_requests']);
    assert.ok(Number(headers.get('retry-after')) > 0);
    assert.equal((await web.get('/api/editions', bearer(other))).status, 200);
  });
});
