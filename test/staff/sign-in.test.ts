import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deskPath } from '../../src/access/desk.ts';
import { openSession } from '../../src/http/sessions.ts';
import { system } from '../../src/access/actor.ts';
import { mailSignIn, makeSignInLink, signInByCode } from '../../src/staff/sign-in.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, cookiesOf, signInAtDesk } from '../support/desk.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { hiddenField } from '../support/sign-up.ts';
import { type Answer, startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
await openNewsroom(services);
const web = await startWeb(services);
const relay = await startRelay();
const editor = await addStaff(services, 'editor');

let caller = 0;
const post = (path: string, fields: Record<string, string> = {}): Promise<Answer> => {
  caller += 1;
  return web.post(path, fields, { 'x-forwarded-for': `198.51.${caller >> 8}.${caller & 255}` });
};

/** Asks for a mail; gives the form's token, the code of the mail and the path of its link. */
async function ask(address: string) {
  const page = await post('/desk/sign-in', { address, next: '/desk/account' });
  const mails = await sendAndRead(services, relay);
  const isIt = ({ to, text }: (typeof mails)[number]): boolean =>
    to?.[0]?.address === address && /\/desk\/sign-in\//.test(text ?? '');
  const text = mails.findLast(isIt)?.text ?? '';
  const code = /^(\d{6})$/m.exec(text)?.[1] ?? '';
  return { page, form: hiddenField(page.body, 'form'), code, text };
}
const linkFor = () => makeSignInLink(services, system, editor);
const wrongFor = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('nobody', () => {
  it('is led to the page to sign in from every address of the desk, also from one that is none', async () => {
    for (const path of ['/desk', '/desk/staff', '/desk/nothing']) {
      const answer = await web.get(path);
      assert.equal(answer.status, 303, path);
      assert.equal(answer.headers.get('location'), `/desk/sign-in?next=${encodeURIComponent(path)}`);
    }
    assert.equal((await web.get('/desk', { accept: 'application/json' })).status, 401);
  });

  it('becomes somebody neither by a cookie that was made up nor by that of a reader', async () => {
    let reader = '';
    const response = { cookie: (_name: string, value: string) => (reader = value) };
    await openSession(services, response as never, 'subscriber:1');
    for (const token of ['x', reader, ''])
      assert.equal((await web.get('/desk', { cookie: `broadsheet-desk=${token}` })).status, 303);
  });
});

describe('signing in at the desk', () => {
  it('looks the same for an address that works there and for one that does not', async () => {
    const bare = (body: string): string => body.replace(/name="form" value="[^"]*"/, '');
    const known = await ask(editor.address);
    const unknown = await post('/desk/sign-in', { address: 'nobody@x.example', next: '/desk/account' });
    assert.equal(unknown.status, 200);
    assert.equal(bare(unknown.body), bare(known.page.body));
    assert.match(known.code, /^\d{6}$/);
  });

  it('goes by the mailed link: GET and HEAD change nothing, one POST of many counts', async () => {
    const { text } = await ask(editor.address);
    const link = linkIn(text, 'desk/sign-in');
    await fetch(web.origin + link, { method: 'HEAD' });
    for (let index = 0; index < 3; index += 1) assert.equal((await web.get(link)).status, 200);
    const both = await Promise.all([post(link), post(link), post(link)]);
    assert.deepEqual(
      both.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 410, 410],
    );
    assert.equal((await post(`${link.slice(0, -2)}xx`)).status, 410);
  });

  it('goes by the code, and on to the page that was asked for, but never elsewhere', async () => {
    const { form, code } = await ask(editor.address);
    const entered = await post('/desk/sign-in/code', { form, code, next: '/desk/account' });
    assert.equal(entered.headers.get('location'), '/desk/account');
    const asked = await ask(editor.address);
    const fields = { form: asked.form, code: asked.code, next: '//evil.example/desk' };
    assert.equal((await post('/desk/sign-in/code', fields)).headers.get('location'), '/desk');
    for (const next of ['/\\evil.example', 'https://evil.example', '/deskx', '/desk/../x', '/desk/\n', ['x']])
      assert.equal(deskPath(next), '/desk', String(next));
    assert.equal(deskPath('/desk/log?who=3'), '/desk/log?who=3');
  });

  it('takes five tries at a code, also from many machines at once, and five mails an hour', async () => {
    const person = await addStaff(services, 'reporter', 'Tries');
    const { form, code } = await ask(person.address);
    await Promise.all(
      Array.from({ length: 12 }, () => post('/desk/sign-in/code', { form, code: wrongFor(code) })),
    );
    assert.equal((await post('/desk/sign-in/code', { form, code })).status, 400);
    for (let index = 0; index < 6; index += 1) await mailSignIn(services, person.id);
    const sent = await services.db
      .selectFrom('staffSignIns')
      .select('id')
      .where('staffId', '=', person.id)
      .execute();
    assert.equal(sent.length, 5);
  });

  it('keeps neither code nor token in a table, and a code is good for 15 minutes', async () => {
    const person = await addStaff(services, 'analyst', 'Later');
    const { form: formToken, code, text } = await ask(person.address);
    const rows = await services.db.selectFrom('staffSignIns').selectAll().execute();
    const mails = await services.db.selectFrom('serviceMails').select(['props', 'idempotencyKey']).execute();
    const kept = JSON.stringify([rows, mails]);
    assert.ok(!kept.includes(code) && !kept.includes(linkIn(text, 'desk/sign-in').slice(14)));
    const late = new Date(Date.now() + 15 * 60_000 + 1_000);
    assert.equal(await signInByCode(services, { formToken, code }, late), null);
    assert.equal(await signInByCode(services, { formToken, code }), person.id);
  });
});

describe('a session of the desk', () => {
  it('has a cookie of its own, for http and this site only, kept by its hash', async () => {
    const answer = await post(new URL((await linkFor()).url).pathname);
    const [cookie = ''] = answer.headers.getSetCookie().filter((one) => one.startsWith('broadsheet-desk='));
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    const token = /=([^;]+)/.exec(cookie)?.[1] ?? '';
    const rows = await services.db.selectFrom('staffSessions').selectAll().execute();
    assert.ok(token.length > 40 && !JSON.stringify(rows).includes(token));
    const { headers } = await web.get('/desk', { cookie: cookiesOf(answer) });
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-security-policy') ?? '', /script-src 'self';.*frame-ancestors 'none'/);
  });

  it('ends what the browser had before, is left after twelve hours alone, and after seven days anyhow', async () => {
    const first = await signInAtDesk(services, web, editor);
    const second = cookiesOf(await web.post(new URL((await linkFor()).url).pathname, {}, { cookie: first }));
    assert.equal((await web.get('/desk', { cookie: first })).status, 303);
    assert.equal((await web.get('/desk', { cookie: second })).status, 200);
    const set = (hours: number, column: 'lastSeenAt' | 'expiresAt') =>
      services.db
        .updateTable('staffSessions')
        .set({ [column]: new Date(Date.now() + hours * 3_600_000) })
        .execute();
    await set(-11.9, 'lastSeenAt');
    assert.equal((await web.get('/desk', { cookie: second })).status, 200);
    await set(-12.1, 'lastSeenAt');
    assert.equal((await web.get('/desk', { cookie: second })).status, 303);
    await set(0, 'lastSeenAt');
    await set(-0.1, 'expiresAt');
    assert.equal((await web.get('/desk', { cookie: second })).status, 303);
  });

  it('ends by signing out, which another site cannot ask for', async () => {
    const cookie = await signInAtDesk(services, web, editor);
    const foreign = await web.post('/desk/sign-out', {}, { cookie, 'sec-fetch-site': 'cross-site' });
    assert.equal(foreign.status, 403);
    assert.equal((await web.get('/desk', { cookie })).status, 200);
    assert.equal((await web.post('/desk/sign-out', {}, { cookie })).status, 303);
    assert.equal((await web.get('/desk', { cookie })).status, 303);
  });
});
