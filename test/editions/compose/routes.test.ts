import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Role } from '../../../src/access/permissions.ts';
import {
  type ChangeAnswer,
  type History,
  newKey,
  type Poll,
  type UndoAnswer,
} from '../../../src/editions/compose/contract.ts';
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

async function post<T>(rest: string, content: unknown, role: Role = 'editor', web = webs[1]) {
  const headers = { ...headersOf(role), 'content-type': 'application/json' };
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const answer = await fetch(web.origin + path(rest), { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as T & { error?: { message: string } } };
}

const once = () => crypto.randomUUID();
const setIntro = (value: string, was: string, base = 0) => ({
  base,
  once: once(),
  changes: [{ op: 'set', key: null, field: 'intro', value, was }],
});

describe('the page of the composer and its server', () => {
  it('begin with the whole, and go on with what is new, from whichever process', async () => {
    const start = await get<Poll>('changes');
    assert.deepEqual([start.version, start.parts, start.changes], [0, null, []]);
    const [lead, second] = start.document?.items ?? [];
    assert.ok(lead && second);
    assert.deepEqual([lead.kind, lead.fields['image'], 'cropped' in lead.fields], ['lead', null, false]);
    const { body } = await post<ChangeAnswer>('changes', setIntro('Good morning', ''));
    assert.deepEqual([body.version, body.results, body.canUndo], [1, [{ outcome: 'done' }], true]);
    const note = newKey();
    const insert = { op: 'insert', key: note, kind: 'note', place: { in: null, after: lead.key } };
    await post('changes', { base: 1, once: once(), changes: [insert] }, 'reporter');
    const poll = await get<Poll>('changes?since=0');
    assert.deepEqual(
      poll.changes.map(({ by, text }) => `${by.name} ${text}`),
      ['editor changed the introduction', 'reporter put in a note'],
    );
    assert.equal(poll.document, null);
    assert.deepEqual(poll.parts?.head, { intro: 'Good morning' });
    assert.deepEqual(
      poll.parts?.items.map(({ key }) => key),
      [note],
    );
    assert.deepEqual(poll.parts?.order.slice(0, 3), [lead.key, note, second.key]);
    const nothingNew = await get<Poll>('changes?since=2');
    assert.deepEqual([nothingNew.parts, nothingNew.changes], [null, []]);
  });

  it('tell each of a conflict, take it over, undo and redo, in words', async () => {
    await post('changes', setIntro('Good evening', 'Good morning', 2), 'reporter');
    const { body } = await post<ChangeAnswer>('changes', setIntro('Good night', 'Good morning', 2));
    assert.equal(body.results[0]?.outcome, 'conflict');
    assert.deepEqual(
      body.others.map(({ by }) => by.name),
      ['reporter'],
    );
    const [conflict] = (await get<Poll>('changes?since=2', 'reporter')).conflicts;
    assert.ok(conflict);
    assert.deepEqual(
      [conflict.kept, conflict.current, conflict.by.name, conflict.currentBy?.name],
      ['Good night', 'Good evening', 'editor', 'reporter'],
    );
    const take = { base: 4, conflict: conflict.id, act: 'take', was: 'Good evening', once: once() };
    const taken = await post<ChangeAnswer>('changes/take-over', take, 'reporter');
    assert.equal(taken.body.document.intro, 'Good night');
    const undone = await post<UndoAnswer>('changes/undo', { base: 5, once: once() }, 'reporter');
    assert.match(undone.body.undone ?? '', /^Undone: took over the text kept aside for the introduction/);
    assert.deepEqual([undone.body.document.intro, undone.body.conflicts.length], ['Good evening', 1]);
    const redone = await post<UndoAnswer>('changes/redo', { base: 6, once: once() }, 'reporter');
    assert.deepEqual([redone.body.document.intro, redone.body.conflicts.length], ['Good night', 0]);
    const none = await post<UndoAnswer>('changes/redo', { base: 6, once: once() }, 'reporter');
    assert.deepEqual([none.body.undone, none.body.blocked], [null, null]);
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

  it('have a history, a page at a time, and a way back to each version', async () => {
    const { changes, older } = await get<History>('changes/history', 'analyst');
    assert.equal(older, null);
    assert.deepEqual(
      [changes.at(-1)?.text, changes.at(-1)?.before, changes.at(-1)?.after],
      ['changed the introduction', '', 'Good morning'],
    );
    const { version } = await get<Poll>('changes');
    const back = await post<ChangeAnswer>('changes/restore-version', {
      base: version,
      version: 1,
      once: once(),
    });
    assert.equal(back.body.document.intro, 'Good morning');
    assert.deepEqual(
      back.body.removed.map(({ item: { kind } }) => kind),
      ['note'],
    );
    assert.equal(
      (await post('changes/restore-version', { base: version, version: 1, once: once() })).status,
      409,
    );
  });

  it('refuse what is not whole, and who may only look', async () => {
    const wrong = [
      '{',
      '[]',
      {},
      { ...setIntro('a', 'b'), once: 'short' },
      { ...setIntro('a', 'b'), base: -1 },
      { base: 0, once: once(), changes: [] },
      { base: 0, once: once(), changes: [{ op: 'move', key: '../..', place: { in: null, after: null } }] },
      { base: 0, once: once(), changes: [{ op: 'explode' }] },
    ];
    for (const content of wrong)
      assert.equal((await post('changes', content)).status, 400, JSON.stringify(content));
    assert.equal((await post('changes', setIntro('x', ''), 'analyst')).status, 403);
    assert.equal((await post('changes/undo', { base: 0, once: once() }, 'analyst')).status, 403);
    assert.equal((await webs[0].get(`/desk/editions/999/changes`, headersOf('editor'))).status, 404);
    const nul = await post<ChangeAnswer>('changes', setIntro('a\0b\ud800', 'Good morning'));
    assert.deepEqual([nul.status, nul.body.document.intro], [200, 'ab\ufffd']);
    const deep = { op: 'set', key: null, field: 'constructor', value: {}, was: null };
    const { body } = await post<ChangeAnswer>('changes', { base: 0, once: once(), changes: [deep] });
    assert.equal(body.results[0]?.outcome, 'refused');
  });
});
