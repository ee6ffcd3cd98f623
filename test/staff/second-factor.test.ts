import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { system } from '../../src/access/actor.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { seal, unseal } from '../../src/sealed.ts';
import { checkTyped } from '../../src/staff/factors/check.ts';
import { removeTotp, resetFactors } from '../../src/staff/factors/remove.ts';
import { confirmTotp, isTotpCode } from '../../src/staff/factors/totp.ts';
import { staffActor, type StaffMember } from '../../src/staff/staff.ts';
import { lastLine } from '../support/audited.ts';
import { addTestPasskey } from '../support/authenticator.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, cookiesOf, signInAtDesk } from '../support/desk.ts';
import { sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb, type Web } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
await openNewsroom(services);
const web: Web = await startWeb(services);
const relay = await startRelay();
const at = '/desk/account/second-factor';

/** The code that an app shows so many seconds from now. */
const codeOf = (secret: string, seconds = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + seconds * 1_000 });

/** Sets up an app as a person does on the pages; gives its secret, the recovery codes and the cookies. */
async function withApp(person: StaffMember) {
  const cookie = await signInAtDesk(services, web, person);
  assert.equal((await web.post(`${at}/app`, {}, { cookie })).headers.get('location'), `${at}/app`);
  const page = await web.get(`${at}/app`, { cookie });
  const secret = (/class="secret">([A-Z2-7 ]+)</.exec(page.body)?.[1] ?? '').replaceAll(' ', '');
  assert.match(page.body, /<svg/);
  const codes = await web.post(`${at}/app/confirm`, { code: codeOf(secret, -30) }, { cookie });
  const recovery = [...codes.body.matchAll(/<li>([a-z2-7-]{19})<\/li>/g)].map(([, code]) => code ?? '');
  return { cookie, secret, recovery };
}

/** Signs in by link, and gives what that opens. */
async function half(person: StaffMember): Promise<string> {
  const cookie = await signInAtDesk(services, web, person);
  const desk = await web.get('/desk', { cookie });
  assert.equal(desk.headers.get('location'), '/desk/sign-in/second-factor?next=%2Fdesk');
  return cookie;
}

describe('an app for codes', () => {
  it('stands between the mailbox and the desk once its first code was entered', async () => {
    const person = await addStaff(services, 'editor', 'Anna');
    const { cookie, secret, recovery } = await withApp(person);
    assert.equal(recovery.length, 10);
    assert.equal((await web.get('/desk', { cookie })).status, 200);
    const mailed = await half(person);
    const wrong = await web.post('/desk/sign-in/second-factor', { code: '000000' }, { cookie: mailed });
    assert.equal(wrong.status, 400);
    const code = codeOf(secret);
    const fields = { code, next: '/desk/account' };
    const right = await web.post('/desk/sign-in/second-factor', fields, { cookie: mailed });
    assert.equal(right.headers.get('location'), '/desk/account');
    assert.equal((await web.get('/desk', { cookie: cookiesOf(right) })).status, 200);
    // The half-open session is worth nothing any more.
    assert.equal(
      (await web.get('/desk', { cookie: mailed })).headers.get('location')?.split('?')[0],
      '/desk/sign-in',
    );
  });

  it('takes no code twice, none from before it, and none of two that come at once', async () => {
    const person = await addStaff(services, 'editor', 'Replay');
    const { secret } = await withApp(person);
    const code = codeOf(secret);
    const tries = await Promise.all([1, 2, 3].map(() => isTotpCode(services, person.id, code)));
    assert.equal(tries.filter(Boolean).length, 1);
    assert.equal(await isTotpCode(services, person.id, code), false);
    assert.equal(await isTotpCode(services, person.id, codeOf(secret, -30)), false);
    assert.equal(await isTotpCode(services, person.id, codeOf(secret, 30)), true);
    assert.equal(await isTotpCode(services, person.id, codeOf(secret, 120)), false);
  });

  it('is kept sealed, for its own person only', async () => {
    const person = await addStaff(services, 'editor', 'Sealed');
    const { secret } = await withApp(person);
    const row = await db
      .selectFrom('staffTotp')
      .selectAll()
      .where('staffId', '=', person.id)
      .executeTakeFirstOrThrow();
    assert.ok(!JSON.stringify(row).includes(secret));
    const { secretKeys } = services.config;
    assert.equal(unseal(secretKeys, `staff-totp:${person.id}`, row.secret), secret);
    assert.equal(unseal(secretKeys, `staff-totp:${person.id + 1}`, row.secret), null);
    assert.equal(unseal([], `staff-totp:${person.id}`, row.secret), null);
    const sealed = seal(secretKeys, 'x', 'text');
    // Not the last letter: some of its bits belong to nothing.
    const changed = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`;
    assert.equal(unseal(secretKeys, 'x', changed), null);
  });

  it('is set up once: a second beginning changes nothing of the one in use', async () => {
    const person = await addStaff(services, 'editor', 'Twice');
    const { cookie, secret } = await withApp(person);
    assert.equal((await web.post(`${at}/app`, {}, { cookie })).status, 409);
    const actor = {
      ...staffActor(person.id),
      staff: { role: 'editor', authenticatedAt: new Date() },
    } as const;
    assert.equal(await confirmTotp(services, actor, person.id, codeOf(secret)), null);
    assert.equal(await isTotpCode(services, person.id, codeOf(secret)), true);
  });

  it('can be tried ten times in a quarter of an hour, by however many machines', async () => {
    const person = await addStaff(services, 'editor', 'Guess');
    await withApp(person);
    const mailed = await half(person);
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      const headers = { cookie: mailed, 'x-forwarded-for': `198.51.100.${index}` };
      const code = String(100_000 + index);
      statuses.push((await web.post('/desk/sign-in/second-factor', { code }, headers)).status);
    }
    // One was spent on the code that set it up.
    assert.deepEqual(statuses.slice(8), [400, 429, 429, 429]);
  });
});

describe('a recovery code', () => {
  it('opens the door once, written with dashes or without, and stands in no table', async () => {
    const person = await addStaff(services, 'reporter', 'Lost');
    const { recovery } = await withApp(person);
    const [first = '', second = ''] = recovery;
    const rows = await db.selectFrom('staffRecoveryCodes').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(first.replaceAll('-', '')));
    const mailed = await half(person);
    const opened = await web.post(
      '/desk/sign-in/second-factor',
      { code: first.replaceAll('-', ' ').toUpperCase() },
      { cookie: mailed },
    );
    assert.equal(opened.headers.get('location'), '/desk');
    const [again, both] = await Promise.all([
      checkTyped(services, person.id, first),
      Promise.all([1, 2].map(() => checkTyped(services, person.id, second))),
    ]);
    assert.equal(again, null);
    assert.equal(both.filter((proof) => proof === 'recovery-code').length, 1);
    const page = await web.get(at, { cookie: cookiesOf(opened) });
    assert.match(page.body, /8 of your recovery codes are left/);
    // What voids those that are left is asked about first.
    assert.match(
      page.body,
      /<details><summary>Make new recovery codes<\/summary>\s*<form method="post" action="[^"]*\/recovery-codes"><button class="harm">Yes, those/,
    );
    assert.equal(page.body.split(`action="${at}/recovery-codes"`).length, 2);
    const anew = await web.post(`${at}/recovery-codes`, {}, { cookie: cookiesOf(opened) });
    assert.equal([...anew.body.matchAll(/<li>[a-z2-7-]{19}<\/li>/g)].length, 10);
    assert.equal(await checkTyped(services, person.id, recovery[2] ?? ''), null);
  });
});

describe('a second factor that is required', () => {
  it('is asked for at the door, with a way to set it up and nothing else', async () => {
    const person = await addStaff(services, 'editor', 'Must');
    const cookie = await signInAtDesk(services, web, person);
    assert.equal((await web.get('/desk', { cookie })).status, 200);
    await setPublication(db, system, { requireSecondFactor: true });
    for (const path of ['/desk', '/desk/account', '/desk/staff'])
      assert.equal((await web.get(path, { cookie })).headers.get('location'), at, path);
    assert.match((await web.get(at, { cookie })).body, /asks everybody for a second factor/);
    const app = await withApp(person);
    assert.equal((await web.get('/desk', { cookie: app.cookie })).status, 200);
    const removed = await web.post(`${at}/app/remove`, {}, { cookie: app.cookie });
    assert.equal(removed.status, 409);
    await setPublication(db, system, { requireSecondFactor: false });
    assert.equal((await web.post(`${at}/app/remove`, {}, { cookie: app.cookie })).status, 303);
  });

  it('that is lost is taken away by an owner, who cannot do it for themselves by a stolen cookie', async () => {
    const person = await addStaff(services, 'editor', 'Phoneless');
    const { cookie, secret } = await withApp(person);
    const owner = await addStaff(services, 'owner', 'Owner');
    const stale = new Date(Date.now() - 11 * 60_000);
    const actor = (authenticatedAt: Date) => ({
      ...staffActor(owner.id),
      staff: { role: 'owner' as const, authenticatedAt },
    });
    await assert.rejects(resetFactors(db, actor(stale), person.id), { code: 'sign_in_again' });
    await assert.rejects(async () => removeTotp(db, actor(stale), owner.id), { code: 'sign_in_again' });
    await resetFactors(db, actor(new Date()), person.id);
    assert.equal((await web.get('/desk', { cookie })).status, 303);
    assert.equal(await isTotpCode(services, person.id, codeOf(secret)), false);
    const back = await signInAtDesk(services, web, person);
    assert.equal((await web.get('/desk', { cookie: back })).status, 200);
  });
});

describe('a passkey', () => {
  it('is refused where its answer is made up, with no more than a sentence', async () => {
    const body = JSON.stringify({ response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const answer = await fetch(`${web.origin}/desk/sign-in/passkey`, { method: 'POST', headers, body });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /not accepted/);
    for (const odd of ['{}', '[]', '{"response":7}', '{']) {
      const refused = await fetch(`${web.origin}/desk/sign-in/passkey`, {
        method: 'POST',
        headers,
        body: odd,
      });
      assert.equal(refused.status, 400, odd);
    }
  });
});

describe('a new device', () => {
  const firefox = {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0',
    'x-forwarded-for': '203.0.113.77',
  };
  /** How often somebody was told of it. */
  const told = async ({ address }: StaffMember): Promise<number> => {
    const mails = await sendAndRead(services, relay);
    const theirs = mails.filter(({ to }) => to?.[0]?.address === address);
    return theirs.filter(({ text }) => /Firefox · Linux/.test(text ?? '')).length;
  };
  const proofOf = async ({ id }: StaffMember) =>
    (await lastLine(db, 'staff.sign-in', `staff:${id}`)).detail as { proof: string };
  const askForMail = async ({ address }: StaffMember) => {
    const { body } = await web.post('/desk/sign-in', { address });
    const form = /name="form" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const mails = (await sendAndRead(services, relay)).filter(({ to }) => to?.[0]?.address === address);
    return { form, code: /^(\d{6})$/m.exec(mails.at(-1)?.text ?? '')?.[1] ?? '' };
  };

  it('is told of where it comes in by a mailed link or code', async () => {
    for (const way of ['Link', 'Code']) {
      const person = await addStaff(services, 'editor', `By${way}`);
      await signInAtDesk(services, web, person);
      assert.equal(await told(person), 0);
      if (way === 'Link') await signInAtDesk(services, web, person, firefox);
      else {
        const opened = await web.post('/desk/sign-in/code', await askForMail(person), firefox);
        assert.equal(opened.headers.get('location'), '/desk');
      }
      assert.deepEqual([await told(person), await proofOf(person)], [1, { proof: 'mail' }], way);
    }
  });

  it('is told of where it comes in by an app or a recovery code, and not while the second factor is open', async () => {
    for (const way of ['totp', 'recovery-code']) {
      const person = await addStaff(services, 'editor', `With-${way}`);
      const { secret, recovery } = await withApp(person);
      const cookie = await signInAtDesk(services, web, person, firefox);
      assert.equal(await told(person), 0, 'the mailbox alone opens nothing');
      const code = way === 'totp' ? codeOf(secret) : (recovery[0] ?? '');
      await web.post('/desk/sign-in/second-factor', { code }, { ...firefox, cookie });
      assert.deepEqual([await told(person), await proofOf(person)], [1, { proof: way }]);
    }
  });

  it('is told of where it comes in by a passkey, and not again when it is known', async () => {
    const person = await addStaff(services, 'editor', 'Passkey');
    await signInAtDesk(services, web, person);
    const signIn = await addTestPasskey(services, person);
    const opened = await signIn(web, firefox);
    assert.equal(opened.status, 200, opened.body);
    assert.deepEqual([await told(person), await proofOf(person)], [1, { proof: 'passkey' }]);
    assert.equal((await web.get('/desk', { cookie: cookiesOf(opened) })).status, 200);
    await db.updateTable('staffPasskeys').set({ counter: 0 }).where('staffId', '=', person.id).execute();
    assert.equal((await signIn(web, { ...firefox, cookie: cookiesOf(opened) })).status, 200);
    assert.equal(await told(person), 1);
  });
});
