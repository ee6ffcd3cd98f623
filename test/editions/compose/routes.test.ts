import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Role } from '../../../src/access/permissions.ts';
import type { Poll } from '../../../src/editions/compose/contract.ts';
import { openNewsroom } from '../../support/cast.ts';
import { addStaff, signInAtDesk } from '../../support/desk.ts';
import { assembleDigest } from '../../support/digest.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);
const id = await assembleDigest(services);
// Two processes: what one is told, the other knows.
const webs = [await startWeb(services), await startWeb(services)] as const;

const cookies = new Map<Role, string>();
before(async () => {
  for (const role of ['editor', 'reporter', 'analyst'] as const)
    cookies.set(role, await signInAtDesk(services, webs[0], await addStaff(services, role)));
});

const headersOf = (role: Role) => ({ cookie: cookies.get(role) ?? '', accept: 'application/json' });
const path = (rest: string) => `/desk/editions/${id}/${rest}`;

async function get<T>(rest: string, role: Role = 'editor', web = webs[0]): Promise<T> {
  const { status, body } = await web.get(path(rest), headersOf(role));
  assert.equal(status, 200, body);
  return JSON.parse(body) as T;
}

/** Posts a form as the page does: with what it was made for, and a button. */
function press(act: string, fields: Record<string, string> = {}, role: Role = 'editor', web = webs[1]) {
  const form = { base: '0', once: crypto.randomUUID(), chosen: '', act, ...fields };
  return web.post(path('compose'), form, headersOf(role));
}

const setIntro = (intro: string, was: string, role: Role = 'editor') =>
  press('save', { key: 'head', intro, 'was.intro': was }, role);

describe('the page of the composer and its server', () => {
  it('begin with the whole, and go on with what is new, from whichever process', async () => {
    const start = await get<Poll>('changes');
    assert.deepEqual([start.version, start.parts, start.changes], [0, null, []]);
    const [lead, second] = start.document?.items ?? [];
    assert.ok(lead && second);
    assert.deepEqual([lead.kind, lead.fields['image'], 'cropped' in lead.fields], ['lead', null, false]);
    assert.equal((await setIntro('Good morning', '')).status, 303);
    const { status } = await press('insert:note', { placed: '1', in: '', after: lead.key }, 'reporter');
    assert.equal(status, 303);
    const poll = await get<Poll>('changes?since=0');
    assert.deepEqual([poll.version, poll.canUndo], [2, true]);
    assert.deepEqual(
      poll.changes.map(({ by, text }) => `${by.name} ${text}`),
      ['editor changed the introduction', 'reporter put in a note'],
    );
    assert.equal(poll.document, null);
    assert.deepEqual(poll.parts?.head, { intro: 'Good morning' });
    assert.deepEqual(
      poll.parts?.items.map(({ kind }) => kind),
      ['note'],
    );
    assert.deepEqual(poll.parts?.order.slice(0, 3), [lead.key, poll.parts.items[0]?.key, second.key]);
    const nothingNew = await get<Poll>('changes?since=2');
    assert.deepEqual([nothingNew.parts, nothingNew.changes], [null, []]);
  });

  it('tell each of a conflict, take it over, undo and redo', async () => {
    await setIntro('Good evening', 'Good morning', 'reporter');
    await setIntro('Good night', 'Good morning');
    const poll = await get<Poll>('changes?since=2', 'reporter');
    assert.deepEqual(
      poll.changes.map(({ by, text }) => `${by.name} ${text}`),
      [
        'reporter changed the introduction',
        'editor wrote another text for the introduction; it was kept aside',
      ],
    );
    const [conflict] = poll.conflicts;
    assert.ok(conflict);
    assert.deepEqual(
      [conflict.kept, conflict.current, conflict.by.name, conflict.currentBy?.name],
      ['Good night', 'Good evening', 'editor', 'reporter'],
    );
    const now = async () => {
      const { document, conflicts } = await get<Poll>('changes', 'reporter');
      return [document?.intro, conflicts.length];
    };
    const settle = { conflict: String(conflict.id), was: JSON.stringify('Good evening') };
    await press('conflict-take', settle, 'reporter');
    assert.deepEqual(await now(), ['Good night', 0]);
    const undone = await press('undo', {}, 'reporter');
    assert.match(undone.headers.get('location') ?? '', /done=undone/);
    assert.deepEqual(await now(), ['Good evening', 1]);
    await press('redo', {}, 'reporter');
    assert.deepEqual(await now(), ['Good night', 0]);
    const none = await press('redo', {}, 'reporter');
    assert.match(none.headers.get('location') ?? '', /done=nothing/);
  });

  it('say who else is there, for as long as they are', async () => {
    const present = async (role: Role, query = '') =>
      (await get<Poll>(`changes?since=0&tab=${role}${query}`, role)).present;
    assert.deepEqual(await present('editor'), []);
    const [found] = await present('reporter', '&at=somekey1');
    assert.deepEqual([found?.name, found?.at], ['editor', null]);
    assert.equal((await get<Poll>('changes', 'editor', webs[1])).present[0]?.at, 'somekey1');
    await db
      .updateTable('editionPresence')
      .set({ seenAt: new Date(Date.now() - 21_000) })
      .execute();
    assert.deepEqual(await present('editor'), []);
  });

  it('lead back to each version, but not from a page that is older than what is there', async () => {
    const { version } = await get<Poll>('changes');
    assert.equal((await press('version:1', { base: String(version - 1) })).status, 409);
    await press('version:1', { base: String(version) });
    const { document, removed } = await get<Poll>('changes');
    assert.equal(document?.intro, 'Good morning');
    assert.deepEqual(
      removed.map(({ item: { kind } }) => kind),
      ['note'],
    );
  });

  it('refuse what is not whole, and who may only look', async () => {
    const intro = { key: 'head', intro: 'x', 'was.intro': 'Good morning' };
    for (const fields of [{ once: 'short' }, { base: '-1' }, { base: 'x' }])
      assert.equal((await press('save', { ...intro, ...fields })).status, 400, JSON.stringify(fields));
    for (const act of ['explode', 'place:', 'insert:lead', 'story:x', 'version:x', 'constructor'])
      assert.equal((await press(act, { key: '../..' })).status, 400, act);
    assert.equal((await press('save', intro, 'analyst')).status, 403);
    assert.equal((await press('undo', {}, 'analyst')).status, 403);
    assert.equal((await webs[0].get(`/desk/editions/999/changes`, headersOf('editor'))).status, 404);
    await setIntro('a\0b\ud800', 'Good morning');
    assert.equal((await get<Poll>('changes')).document?.intro, 'ab\ufffd');
    const deep = { key: 'head', constructor: 'x', 'was.constructor': '' };
    assert.match((await press('save', deep)).body, /There is nothing to change here/);
  });
});
