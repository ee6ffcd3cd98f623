import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Role } from '../../src/access/permissions.ts';
import { setRole } from '../../src/staff/change-staff.ts';
import { invite, listInvitations } from '../../src/staff/invite.ts';
import { listDeskSessions } from '../../src/staff/sessions.ts';
import { staffActor, type StaffMember } from '../../src/staff/staff.ts';
import { lastLine } from '../support/audited.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { linkIn, sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices({ trustProxy: 1 });
const { db } = services;
await openNewsroom(services);
const web = await startWeb(services);
const relay = await startRelay();
const olena = await addStaff(services, 'owner', 'Olena');
const cookie = await signInAtDesk(services, web, olena);
const post = (path: string, fields: Record<string, string> = {}) => web.post(path, fields, { cookie });
const actorOf = ({ id }: StaffMember, role: Role, authenticatedAt = new Date()) => ({
  ...staffActor(id),
  staff: { role, authenticatedAt },
});

describe('an owner', () => {
  it('invites by mail, whose link opens the place it names, in its language', async () => {
    const fields = { address: 'ivan@courier.example', role: 'editor', language: 'uk' };
    assert.equal((await post('/desk/staff', fields)).headers.get('location'), '/desk/staff?done=invited');
    const mail = (await sendAndRead(services, relay)).at(-1);
    assert.match(mail?.subject ?? '', /редакції/);
    const path = linkIn(mail?.text, 'desk/join');
    assert.match((await web.get(path)).body, /ivan@courier\.example/);
    const joined = await web.post(path, { name: 'Ivan', address: 'other@x.example', language: 'uk' });
    assert.equal(joined.status, 303);
    const people = await db.selectFrom('staff').select(['address', 'role']).orderBy('id', 'desc').execute();
    assert.deepEqual(people[0], { address: 'ivan@courier.example', role: 'editor' });
    const { actor, detail, before, after } = await lastLine(db, 'staff.invite');
    assert.deepEqual([actor, detail, before], [`staff:${olena.id}`, {}, null]);
    const { role, language, ...more } = after as Record<string, string>;
    assert.deepEqual([role, language, Object.keys(more)], ['editor', 'uk', ['expiresAt']]);
    assert.doesNotMatch(JSON.stringify(after), /ivan/);
  });

  it('is told who is of the staff already, and what no address and no role is', async () => {
    for (const [fields, status] of [
      [{ address: 'IVAN@courier.example', role: 'editor' }, 409],
      [{ address: 'ivan', role: 'editor' }, 400],
      [{ address: 'new@courier.example', role: 'king' }, 400],
    ] as const) {
      const answer = await post('/desk/staff', fields);
      assert.equal(answer.status, status);
      assert.match(answer.body, /class="problem" role="alert"/);
    }
  });

  it('takes an invitation back, and a second one to the same address ends the first', async () => {
    const asked = { role: 'reporter', address: 'petro@courier.example' } as const;
    const first = await invite(services, actorOf(olena, 'owner'), asked);
    const second = await invite(services, actorOf(olena, 'owner'), asked);
    assert.equal((await web.get(new URL(first.url).pathname)).status, 410);
    assert.equal((await web.get(new URL(second.url).pathname)).status, 200);
    const { body } = await web.get('/desk/staff', { cookie });
    const question = `<form method="post" action="/desk/staff/invitations/${second.id}/take-back"><button class="harm">Yes, its link`;
    assert.match(
      body.slice(0, body.indexOf(question)),
      /<summary aria-label="[^"]*petro@courier\.example[^"]*">Take back<\/summary>\s*$/,
    );
    const done = await post(`/desk/staff/invitations/${second.id}/take-back`);
    assert.equal(done.headers.get('location'), '/desk/staff?done=taken-back');
    assert.equal((await web.post(new URL(second.url).pathname, { name: 'Petro' })).status, 410);
    assert.deepEqual(await listInvitations(db), []);
    const line = await lastLine(db, 'staff.take-back-invitation', `staff-invitation:${second.id}`);
    assert.deepEqual([line.before, line.after], [{ role: 'reporter' }, null]);
    assert.match((await web.get('/desk/staff', { cookie })).body, /No invitation is open/);
  });

  it('gives another role behind a question, which counts at once and ends the sessions of who has it', async () => {
    const nadia = await addStaff(services, 'analyst', 'Nadia');
    const theirs = await signInAtDesk(services, web, nadia);
    assert.equal((await web.get('/desk/staff', { cookie: theirs })).status, 403);
    const { body } = await web.get('/desk/staff', { cookie });
    const form = `<form method="post" action="/desk/staff/${nadia.id}/role"`;
    assert.match(
      body.slice(0, body.indexOf(form)),
      /Analyst<details><summary aria-label="Change: Nadia">Change<\/summary><p[^>]*>Their sessions end at once\.<\/p>\s*$/,
    );
    assert.match(body, /<option value="analyst" selected>[^]*?<button class="harm"/);
    assert.equal((await post(`/desk/staff/${nadia.id}/role`, { role: 'editor' })).status, 303);
    assert.deepEqual(await lastLine(db, 'staff.set-role'), {
      actor: `staff:${olena.id}`,
      subject: `staff:${nadia.id}`,
      detail: {},
      before: { role: 'analyst' },
      after: { role: 'editor' },
    });
    assert.equal((await web.get('/desk', { cookie: theirs })).status, 303);
    const again = await signInAtDesk(services, web, nadia);
    assert.equal((await web.get('/desk/staff', { cookie: again })).status, 200);
  });

  it('locks somebody out behind a question, at once and also from links that were mailed before', async () => {
    const taras = await addStaff(services, 'editor', 'Taras');
    const theirs = await signInAtDesk(services, web, taras);
    const question = await web.get(`/desk/staff/${taras.id}/disable`, { cookie });
    assert.match(question.body, /Lock Taras out\?/);
    assert.equal((await web.get('/desk', { cookie: theirs })).status, 200);
    await web.post('/desk/sign-in', { address: taras.address });
    const mails = await sendAndRead(services, relay);
    const link = linkIn(mails.find(({ text }) => /desk\/sign-in\//.test(text ?? ''))?.text, 'desk/sign-in');
    assert.equal((await post(`/desk/staff/${taras.id}/disable`)).status, 303);
    const done = { actor: `staff:${olena.id}`, subject: `staff:${taras.id}`, detail: {} };
    const [closed, open] = [{ disabled: true }, { disabled: false }];
    assert.deepEqual(await lastLine(db, 'staff.disable'), { ...done, before: open, after: closed });
    assert.equal((await web.get('/desk', { cookie: theirs })).status, 303);
    assert.equal((await web.post(link)).status, 410);
    await post(`/desk/staff/${taras.id}/enable`);
    assert.deepEqual(await lastLine(db, 'staff.enable'), { ...done, before: closed, after: open });
    assert.notEqual(await signInAtDesk(services, web, taras), '');
  });
});

describe('the last owner', () => {
  it('can be neither locked out nor made something else, by nobody', async () => {
    assert.equal((await post(`/desk/staff/${olena.id}/disable`)).status, 409);
    assert.equal((await post(`/desk/staff/${olena.id}/role`, { role: 'editor' })).status, 409);
  });

  it('stays, though two owners unmake each other at the same moment', async () => {
    const maria = await addStaff(services, 'owner', 'Maria');
    const both = await Promise.allSettled([
      setRole(db, actorOf(maria, 'owner'), olena.id, 'editor'),
      setRole(db, actorOf(olena, 'owner'), maria.id, 'editor'),
    ]);
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
    const owners = await db.selectFrom('staff').select('id').where('role', '=', 'owner').execute();
    assert.equal(owners.length, 1);
  });
});

describe('an account at the desk', () => {
  it('lists where one is signed in, by device and half an address, and ends one or all others behind a question', async () => {
    const vira = await addStaff(services, 'reporter', 'Vira');
    const phone = { 'user-agent': 'Mozilla/5.0 (iPhone) Safari/605', 'x-forwarded-for': '203.0.113.9' };
    const first = await signInAtDesk(services, web, vira, phone);
    const second = await signInAtDesk(services, web, vira);
    const page = await web.get('/desk/account', { cookie: second });
    assert.match(page.body, /Safari · iOS/);
    assert.match(page.body, /203\.0\.…/);
    assert.ok(!page.body.includes('203.0.113.9'));
    const [, other] = await listDeskSessions(db, vira.id);
    const stranger = await addStaff(services, 'owner', 'Stranger');
    const theirs = await signInAtDesk(services, web, stranger);
    await web.post(`/desk/account/sessions/${other?.id}/end`, {}, { cookie: theirs });
    assert.equal((await web.get('/desk', { cookie: first })).status, 200);
    const third = await signInAtDesk(services, web, vira);
    const signedInAt = async () =>
      (await listDeskSessions(db, vira.id)).map(({ id }) => id).toSorted((one, two) => one - two);
    const all = await signedInAt();
    const ended = await web.post(`/desk/account/sessions/${other?.id}/end`, {}, { cookie: second });
    assert.equal(ended.headers.get('location'), '/desk/account?done=ended');
    assert.deepEqual(
      await signedInAt(),
      all.filter((id) => id !== other?.id),
    );
    assert.equal((await web.get('/desk', { cookie: first })).status, 303);
    assert.equal((await web.get('/desk', { cookie: third })).status, 200);
    const { body } = await web.get('/desk/account?done=ended', { cookie: second });
    assert.match(body, /That session is over/);
    const harms = body.matchAll(/<summary[^>]*>([^<]+)<\/summary>\s*<form method="post" action="([^"]+)">/g);
    assert.deepEqual(
      [...harms].map(([, act, action]) => [act, action?.replace(/\d+/, '1')]),
      [
        ['End', '/desk/account/sessions/1/end'],
        ['End all others', '/desk/account/sessions/end-others'],
      ],
    );
    await web.post('/desk/account/sessions/end-others', {}, { cookie: second });
    assert.equal((await web.get('/desk', { cookie: third })).status, 303);
    assert.equal((await web.get('/desk', { cookie: second })).status, 200);
    const logged = await db
      .selectFrom('auditLog')
      .select(['actor', 'detail'])
      .where('action', '=', 'staff.end-sessions')
      .orderBy('id')
      .execute();
    const actor = `staff:${vira.id}`;
    assert.deepEqual(logged, [
      { actor, detail: { ended: other?.id } },
      { actor, detail: { ended: 'all others' } },
    ]);
  });

  it('changes name and language, and refuses no name', async () => {
    const person = await addStaff(services, 'reporter', 'Yurii');
    const theirs = { cookie: await signInAtDesk(services, web, person) };
    assert.equal((await web.post('/desk/account', { name: '', language: 'uk' }, theirs)).status, 400);
    await web.post('/desk/account', { name: 'Юрій', language: 'uk' }, theirs);
    const page = await web.get('/desk/account?done=saved', theirs);
    assert.match(page.body, /Збережено/);
    const logged = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'staff.change-own')
      .executeTakeFirstOrThrow();
    assert.deepEqual(logged, {
      before: { name: 'Yurii', language: 'en' },
      after: { name: 'Юрій', language: 'uk' },
    });
  });
});

describe('a new device', () => {
  it('is told by mail, but for the first of all, and not twice', async () => {
    const person = await addStaff(services, 'editor', 'Device');
    const about = async () =>
      (await sendAndRead(services, relay)).filter(
        ({ to, subject }) => to?.[0]?.address === person.address && /new device/.test(subject ?? ''),
      );
    const known = await signInAtDesk(services, web, person);
    assert.equal((await about()).length, 0);
    await signInAtDesk(services, web, person, { cookie: known });
    assert.equal((await about()).length, 0);
    const firefox = 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0';
    await signInAtDesk(services, web, person, { 'user-agent': firefox, 'x-forwarded-for': '198.51.100.7' });
    const [mail, ...more] = await about();
    assert.equal(more.length, 0);
    assert.match(mail?.text ?? '', /Firefox · Windows/);
    assert.match(mail?.text ?? '', /198\.51\.…/);
  });
});
