import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { makeAlert } from '../../../src/editions/alert.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { addNewsletter, type Newsletter, setNewsletter } from '../../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStaff, askedOn, signInAtDesk } from '../../support/desk.ts';
import { startRelay } from '../../support/relay.ts';
import { deliverAll, makeDue } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const web = await startWeb(services);
const cookies = new Map<string, string>();
before(async () => {
  for (const role of ['owner', 'editor', 'reporter', 'analyst'] as const)
    cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
});
const headersOf = (role: string) => ({ cookie: cookies.get(role) ?? '' });
const look = async (path: string, role = 'editor') => (await web.get(path, headersOf(role))).body;

let flash: Newsletter;
const typed = (changes: Record<string, string> = {}) => ({
  newsletter: String(flash.id),
  headline: 'The dam has been hit',
  text: 'Water is rising in three districts. Leave the low ground.',
  url: 'https://courier.example/dam',
  picture: '',
  once: randomUUID(),
  ...changes,
});
const post = (fields: Record<string, string>, role = 'editor') =>
  web.post('/desk/alert', fields, headersOf(role));
const idOf = (location: string | null): number => Number(/\/editions\/(\d+)/.exec(location ?? '')?.[1]);

describe('an alert', () => {
  it('wants a newsletter of alerts first', async () => {
    assert.match(await look('/desk/alert'), /No newsletter of alerts yet[\s\S]*href="\/desk\/newsletters"/);
    assert.doesNotMatch(await look('/desk/alert', 'reporter'), /href="\/desk\/newsletters"/);
    assert.doesNotMatch(await look('/desk'), /href="\/desk\/alert"/);
    flash = await addNewsletter(db, system, { slug: 'flash', name: 'Flash', priority: 'alert' });
    await addReaders(services, flash, 3);
    assert.match(await look('/desk/alert'), /To 3 readers of Flash, ahead of whatever else is going out/);
    assert.match(await look('/desk'), /href="\/desk\/alert"/);
    assert.equal((await web.get('/desk/alert', headersOf('analyst'))).status, 403);
  });

  it('is written, looked at and sent by two presses, in less than a minute', async () => {
    const far = { timeZone: 'America/New_York', ownMorning: true };
    await db.updateTable('subscribers').set(far).where('address', '=', 'reader2@readers.example').execute();
    const began = Date.now();
    const first = await post(typed());
    const id = idOf(first.headers.get('location'));
    assert.equal(first.headers.get('location'), `/desk/editions/${id}/approve`);
    const page = await look(`/desk/editions/${id}/approve`);
    assert.match(page, /The dam has been hit[\s\S]*3 readers of Flash will get it/);
    assert.match(await look(`/desk/editions/${id}/mail`), /Leave the low ground/);
    const form = { ...askedOn(page), when: 'now' };
    const second = await web.post(`/desk/editions/${id}/approve`, form, headersOf('editor'));
    assert.equal(second.headers.get('location'), `/desk/editions/${id}/leaving`);
    const { sendAt, state } = await requireEdition(db, id);
    assert.ok(state === 'scheduled' && (sendAt?.getTime() ?? 0) - began < 60_000);
    assert.equal(
      await launchEdition(services, { editionId: id, actor: system, ifDue: true }, sendAt ?? new Date()),
      3,
    );
    const rows = await db
      .selectFrom('deliveries')
      .select(['priority', 'dueAt'])
      .where('editionId', '=', id)
      .execute();
    // It overtakes a digest, and waits for nobody's morning.
    for (const row of rows) assert.deepEqual(row, { priority: 10, dueAt: sendAt });
    await makeDue(services, id);
    const relay = await startRelay();
    await deliverAll(services, relay.url, id);
    assert.equal((await readBalance(db, id)).sent, 3);
    assert.match(
      await look('/desk/alert'),
      /Alerts of the last 24 hours[\s\S]*The dam has been hit[\s\S]*by editor/,
    );
  });

  it('pressed twice at once is one, and changed in its form it is still the same one', async () => {
    const fields = typed({ headline: 'Once', url: 'https://courier.example/once' });
    const both = await Promise.all([post(fields), post(fields)]);
    const ids = both.map(({ headers }) => idOf(headers.get('location')));
    assert.ok(Number(ids[0]) > 0);
    assert.equal(ids[0], ids[1]);
    const changed = await post({ ...fields, headline: 'Once, mended' });
    assert.equal(idOf(changed.headers.get('location')), ids[0]);
    const { subject, blocks, editedBy } = await requireEdition(db, ids[0] ?? 0);
    assert.equal(subject, 'Once, mended');
    assert.ok(blocks[0]?.kind === 'lead' && blocks[0].article.title === 'Once, mended');
    assert.match(editedBy ?? '', /^staff:/);
    const rows = await db.selectFrom('editions').select('id').where('subject', 'like', 'Once%').execute();
    assert.equal(rows.length, 1);
  });

  it('that has been sent is not changed by its old form, and the same again leads to where it is', async () => {
    const fields = typed({ headline: 'Gone', url: 'https://courier.example/gone' });
    const id = idOf((await post(fields)).headers.get('location'));
    const form = { ...askedOn(await look(`/desk/editions/${id}/approve`)), when: 'now' };
    await web.post(`/desk/editions/${id}/approve`, form, headersOf('editor'));
    assert.equal((await post(fields)).headers.get('location'), `/desk/editions/${id}/leaving`);
    const changed = await post({ ...fields, headline: 'Gone, and other' });
    assert.equal(changed.status, 409);
    assert.match(changed.body, /has been approved already[\s\S]*value="Gone, and other"/);
    await web.post(`/desk/editions/${id}/stop-leaving`, {}, headersOf('editor'));
    assert.equal((await requireEdition(db, id)).state, 'draft');
  });

  it('says what is wrong, and keeps what was typed', async () => {
    for (const [changes, said] of [
      [{ headline: ' ' }, /headline[\s\S]*is empty/],
      [{ url: 'javascript:alert(1)' }, /url[\s\S]*is not an http/],
      [{ newsletter: String(daily.id) }, /daily is no newsletter of alerts/],
      [{ headline: 'x'.repeat(121) }, /headline/],
      [{ picture: 'http://127.0.0.1/secret.png' }, /could not be had/],
    ] as const) {
      const answer = await post(typed({ text: 'Kept <b>words</b>', ...changes }));
      assert.equal(answer.status, 400, JSON.stringify(changes));
      assert.match(answer.body, said);
      assert.match(answer.body, /Kept &lt;b&gt;words/);
    }
    await assert.rejects(makeAlert(services, system, { ...alertOf(), once: 'short' }), {
      code: 'invalid_input',
    });
  });

  it('takes headline, words and link of a story that is there', async () => {
    const { id } = await db
      .selectFrom('articles')
      .select('id')
      .where('canonicalUrl', 'like', '%/dam')
      .executeTakeFirstOrThrow();
    assert.match(await look('/desk/alert'), new RegExp(`article=${id}`));
    const page = await look(`/desk/alert?article=${id}`);
    assert.match(page, /value="The dam has been hit"[\s\S]*value="https:\/\/courier\.example\/dam"/);
  });

  it('may be written by a reporter, and sent by an editor only', async () => {
    const answer = await post(typed({ headline: 'By a reporter' }), 'reporter');
    const id = idOf(answer.headers.get('location'));
    assert.equal(answer.headers.get('location'), `/desk/editions/${id}`);
    assert.equal((await web.post(`/desk/editions/${id}/approve`, {}, headersOf('reporter'))).status, 403);
    assert.match(await look('/desk'), /By a reporter/);
  });

  it('waits half a minute at the most, however long its newsletter lets others be stopped', async () => {
    await setRules(db, system, flash.id, { graceSeconds: 600 });
    const id = idOf((await post(typed({ headline: 'No ten minutes' }))).headers.get('location'));
    const page = await look(`/desk/editions/${id}/approve`);
    assert.match(page, /What is sent now waits 30 seconds first/);
    const began = Date.now();
    await web.post(`/desk/editions/${id}/approve`, { ...askedOn(page), when: 'now' }, headersOf('editor'));
    const { sendAt } = await requireEdition(db, id);
    const waits = (sendAt?.getTime() ?? Infinity) - began;
    assert.ok(waits > 20_000 && waits < 45_000, `${waits} ms`);
    await setNewsletter(db, system, 'flash', { priority: 'normal' });
    await web.post(`/desk/editions/${id}/stop-leaving`, {}, headersOf('editor'));
    assert.match(await look(`/desk/editions/${id}/approve`), /What is sent now waits 600 seconds first/);
    await setNewsletter(db, system, 'flash', { priority: 'alert' });
    await setRules(db, system, flash.id, { graceSeconds: 30 });
  });

  it('wants a second person where its newsletter does', async () => {
    await setRules(db, system, flash.id, { fourEyes: true });
    const id = idOf((await post(typed({ headline: 'Mine' }))).headers.get('location'));
    assert.match(await look(`/desk/editions/${id}/approve`), /You changed it last/);
    assert.match(await look(`/desk/editions/${id}/approve`, 'owner'), /Approve and send now/);
    await setRules(db, system, flash.id, { fourEyes: false });
  });

  it('goes by its newsletter’s kind: one that is no longer of alerts takes none', async () => {
    await setNewsletter(db, system, 'flash', { priority: 'normal' });
    assert.equal((await post(typed())).status, 400);
    await setNewsletter(db, system, 'flash', { priority: 'alert' });
  });
});

const alertOf = () => ({
  newsletterId: flash.id,
  headline: 'A headline',
  text: '',
  url: 'https://courier.example/x',
  picture: null,
  once: randomUUID(),
});
