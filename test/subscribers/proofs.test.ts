import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { hiddenField, shownAt, signUp } from '../support/sign-up.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const newsletter = await openNewsroom(services);
const web = await startWeb(services);

const personOf = (address: string) =>
  services.db.selectFrom('subscribers').selectAll().where('address', '=', address).executeTakeFirst();
const proofsOf = async (address: string) => {
  const person = await personOf(address);
  return services.db
    .selectFrom('consents')
    .selectAll()
    .where('subscriberId', '=', person?.id ?? 0)
    .orderBy('id')
    .execute();
};
const confirmPath = async (address: string): Promise<string> => {
  const { id, expiresAt } = await services.db
    .selectFrom('confirmations')
    .select(['id', 'expiresAt'])
    .where('subscriberId', '=', (await personOf(address))?.id ?? 0)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return `/confirm/${services.tokens.sign('confirm', String(id), expiresAt)}`;
};

describe('the page that a proof names', () => {
  it('is known to its origin and the first part of its path, so that no token of a link is kept', async () => {
    const referer = 'https://news.example/subscribe/and/more?token=secret#here';
    await signUp(services, web, 'anna@readers.example', {}, { referer });
    const path = await confirmPath('anna@readers.example');
    await web.post(path, {}, { referer: `http://news.example${path}` });
    assert.deepEqual(
      (await proofsOf('anna@readers.example')).map(({ formUrl }) => formUrl),
      ['https://news.example/subscribe', 'http://news.example/confirm'],
    );
  });

  it('is the page that holds the form, though one more click was asked for here', async () => {
    const address = 'far@readers.example';
    const foreign = { referer: 'https://partner.example/blog/a-story', 'sec-fetch-site': 'cross-site' };
    const first = await signUp(services, web, address, { time: '' }, foreign);
    const own = { referer: `${web.origin}/subscribe`, origin: web.origin };
    const from = hiddenField(first.body, 'from');
    const mistaken = await signUp(services, web, address, { from, newsletter: [] }, own);
    await signUp(services, web, address, { from: hiddenField(mistaken.body, 'from') }, own);
    const [request] = await proofsOf(address);
    assert.equal(request?.formUrl, 'https://partner.example/blog');
  });

  it('is known by its origin where the browser names no page, and is never made up', async () => {
    const from = services.tokens.sign('another-purpose', 'https://made-up.example/');
    const headers = { origin: 'https://partner.example' };
    await signUp(services, web, 'shy@readers.example', { from }, headers);
    await signUp(services, web, 'none@readers.example', { from: 'https://made-up.example/' });
    assert.equal((await proofsOf('shy@readers.example'))[0]?.formUrl, 'https://partner.example/');
    assert.equal((await proofsOf('none@readers.example'))[0]?.formUrl, null);
  });
});

describe('the address that a proof names', () => {
  const forwarded: Array<[string, string | null]> = [
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5:49152', '203.0.113.5'],
    ['::ffff:203.0.113.6', '203.0.113.6'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', null],
    ["'; drop table consents", null],
    ['1', null],
    ['x'.repeat(5_000), null],
  ];
  for (const [index, [header, kept]] of forwarded.entries()) {
    it(`is ${kept ?? 'left out'} where a proxy hands on ${header.slice(0, 30)}, and nothing fails over it`, async () => {
      const address = `reader${index}@readers.example`;
      const headers = { 'x-forwarded-for': header };
      assert.equal((await signUp(services, web, address, {}, headers)).status, 200);
      assert.equal((await web.post(await confirmPath(address), {}, headers)).status, 200);
      const { id } = (await personOf(address)) ?? assert.fail();
      const path = `/unsubscribe/${services.tokens.sign('unsubscribe', `${id}.${newsletter.id}`)}`;
      assert.equal((await web.post(path, {}, headers)).status, 200);
      const proofs = await proofsOf(address);
      assert.deepEqual(
        proofs.map(({ action, ip }) => [action, ip]),
        ['request', 'confirm', 'withdraw'].map((action) => [action, kept]),
      );
    });
  }

  it('counts for the limit without its port, which each connection has another of', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 22 }, async (_, index) => {
        const headers = { 'x-forwarded-for': `198.51.100.7:${50_000 + index}` };
        return (await signUp(services, web, `port${index}@readers.example`, {}, headers)).status;
      }),
    );
    assert.equal(statuses.filter((status) => status === 429).length, 2);
  });
});

describe('a form that is shown again', () => {
  it('is signed anew, and forgets nothing', async () => {
    const answer = await signUp(services, web, 'again@readers.example', { time: shownAt(services, 0) });
    assert.match(answer.body, /One more click/);
    assert.match(answer.body, /value="daily" checked/);
    assert.notEqual(hiddenField(answer.body, 'time'), '');
  });
});
