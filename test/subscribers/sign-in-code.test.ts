import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { hiddenField } from '../support/sign-up.ts';
import { startWeb, type Answer } from '../support/web.ts';
import { signInByCode } from '../../src/subscribers/sign-in-code.ts';

const services = await createTestServices({ trustProxy: 1 });
await addReaders(services, await openNewsroom(services), 12);
const web = await startWeb(services);
const relay = await startRelay();

let caller = 0;
/** Each from an address of its own, so that no limit but the one looked at is met. */
const post = (path: string, fields: Record<string, string>): Promise<Answer> => {
  caller += 1;
  return web.post(path, fields, { 'x-forwarded-for': `198.51.${caller >> 8}.${caller & 255}` });
};

/** Asks for a mail; gives the form's token, the code of the mail and the path of its link. */
async function ask(address: string) {
  const page = await post('/account', { address });
  const mails = await sendAndRead(services, relay);
  const text = mails.findLast(({ to }) => to?.[0]?.address === address)?.text ?? '';
  return {
    page,
    form: hiddenField(page.body, 'form'),
    code: /^(\d{6})$/m.exec(text)?.[1] ?? '',
    link: linkIn(text, 'account/sign-in'),
  };
}
const wrongFor = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('a six-digit code', () => {
  it('signs in beside the link, with spaces in it too, and is used up with it', async () => {
    const { form, code, link } = await ask('reader1@readers.example');
    assert.match(code, /^\d{6}$/);
    const entered = await post('/account/code', { form, code: `${code.slice(0, 3)} ${code.slice(3)}` });
    assert.equal(entered.status, 303);
    assert.equal(entered.headers.get('location'), '/account');
    const account = await web.get('/account', { cookie: cookieOf(entered) });
    assert.match(account.body, /reader1@readers\.example/);
    assert.equal(account.headers.get('cache-control'), 'no-store');
    assert.equal((await post('/account/code', { form, code })).status, 400);
    assert.equal((await post(link, {})).status, 410);
  });

  it('is used up with the link, whose GET and HEAD change nothing', async () => {
    const { form, code, link } = await ask('reader2@readers.example');
    await fetch(web.origin + link, { method: 'HEAD' });
    for (let index = 0; index < 5; index += 1) assert.equal((await web.get(link)).status, 200);
    const both = await Promise.all([post(link, {}), post(link, {}), post(link, {})]);
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 410, 410],
    );
    assert.equal((await post('/account/code', { form, code })).status, 400);
  });

  it('is kept as a keyed hash, and stands in no queue', async () => {
    const { code } = await ask('reader3@readers.example');
    const rows = await services.db.selectFrom('signIns').selectAll().execute();
    const queued = await services.db.selectFrom('serviceMails').select(['props', 'idempotencyKey']).execute();
    assert.ok(!JSON.stringify([rows, queued]).includes(code));
    assert.equal(rows.at(-1)?.codeHash?.length, 32);
  });

  it('is dead after five tries, though they came at the same time from many machines', async () => {
    const { form, code } = await ask('reader4@readers.example');
    const tries = Array.from({ length: 20 }, () => post('/account/code', { form, code: wrongFor(code) }));
    assert.ok((await Promise.all(tries)).every(({ status }) => status === 400));
    const row = await services.db
      .selectFrom('signIns')
      .select('codeTries')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.equal(row.codeTries, 5);
    assert.equal((await post('/account/code', { form, code })).status, 400);
  });

  it('works on the fifth try, and the link goes on working where the code is dead', async () => {
    const fifth = await ask('reader5@readers.example');
    for (let index = 0; index < 4; index += 1)
      await post('/account/code', { form: fifth.form, code: wrongFor(fifth.code) });
    assert.equal((await post('/account/code', { form: fifth.form, code: fifth.code })).status, 303);
    const dead = await ask('reader6@readers.example');
    for (let index = 0; index < 5; index += 1)
      await post('/account/code', { form: dead.form, code: wrongFor(dead.code) });
    assert.equal((await post(dead.link, {})).status, 303);
  });

  it('entered twice at once signs in once', async () => {
    const { form, code } = await ask('reader7@readers.example');
    const both = await Promise.all([1, 2, 3, 4].map(() => post('/account/code', { form, code })));
    assert.equal(both.filter(({ status }) => status === 303).length, 1);
  });

  it('is good for 15 minutes, and for the address it was asked for alone', async () => {
    const mine = await ask('reader8@readers.example');
    const other = await ask('reader9@readers.example');
    const { form: formToken, code } = mine;
    assert.equal(await signInByCode(services, { formToken: other.form, code }), null);
    const later = new Date(Date.now() + 15 * 60_000 + 1_000);
    assert.equal(await signInByCode(services, { formToken, code }, later), null);
    assert.notEqual(await signInByCode(services, { formToken, code }), null);
  });

  it('is asked for on the same page whether the address is known or not', async () => {
    const known = await ask('reader10@readers.example');
    const unknown = await post('/account', { address: 'nobody@readers.example' });
    const bare = (body: string): string => body.replace(/name="form" value="[^"]*"/, '');
    assert.equal(bare(unknown.body), bare(known.page.body));
    const entered = await post('/account/code', {
      form: hiddenField(unknown.body, 'form'),
      code: known.code,
    });
    assert.equal(entered.status, 400);
  });

  it('is not taken with a form that is forged or of another purpose', async () => {
    const { form, code } = await ask('reader11@readers.example');
    const key = 'reader11@readers.example';
    const forms = [services.tokens.sign('sign-in', key), `${form.slice(0, -2)}AA`, '', key];
    for (const forged of forms)
      assert.equal((await post('/account/code', { form: forged, code })).status, 410);
    assert.equal((await post('/account/code', { form, code: 'abcdef' })).status, 400);
    assert.equal((await post('/account/code', { form, code })).status, 303);
  });

  it('cannot be tried without end from one machine', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.77' };
    const { form } = await ask('reader12@readers.example');
    const all = await Promise.all(
      Array.from({ length: 22 }, () => web.post('/account/code', { form, code: '000000' }, headers)),
    );
    assert.equal(all.filter(({ status }) => status === 429).length, 2);
  });
});
