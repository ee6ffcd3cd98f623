import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import type { Role } from '../../src/access/permissions.ts';
import { cancelSend, pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { readProgress } from '../../src/delivery/progress.ts';
import { setRules } from '../../src/editions/rules.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { averagePace, PaceKeeper } from '../../src/reports/sending/pace.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addStaff, signInAtDesk } from '../support/desk.ts';
import { listen } from '../support/listen.ts';
import { assertPeopleBehind } from '../support/people-links.ts';
import { startRelay } from '../support/relay.ts';
import { launchDigest } from '../support/reported.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWeb } from '../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 6);
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);

const cookies = new Map<Role, string>();
before(async () => {
  for (const role of ['editor', 'analyst'] as const)
    cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
});
const headersOf = (role: Role) => ({ cookie: cookies.get(role) ?? '' });
const press = (path: string, fields: Record<string, string> = {}, role: Role = 'editor') =>
  web.post(path, fields, headersOf(role));
const look = async (path: string, role: Role = 'editor') => (await web.get(path, headersOf(role))).body;
const at = (id: number, more = ''): string => `/desk/editions/${id}/sending${more}`;

describe('watching an edition go out', () => {
  it('is told as it goes, to the end, without asking again', async () => {
    const id = await launchDigest(services, 'On its way');
    const watching = await listen(web, at(id, '/events'), headersOf('editor'));
    const { heard } = watching;
    assert.match(heard.contentType, /^text\/event-stream/);
    await watching.until(({ events }) => events.length > 0, 'the first event');
    assert.match(heard.raw, /^: here\n\n/);
    assert.match(heard.events[0]?.data ?? '', /0 of 6 are through/);
    await pauseSend(services, id, system);
    await watching.until(({ events }) => /Paused/.test(events.at(-1)?.data ?? ''), 'the pause');
    await resumeSend(services, id, system);
    const relay = await startRelay();
    await deliverAll(services, relay.url, id);
    await watching.until(({ isOver }) => isOver, 'the end');
    assert.deepEqual(heard.events.at(-1), { name: 'over', data: 'finished' });
    assert.match(heard.events.at(-2)?.data ?? '', /6 of 6 are through/);
    assert.equal(services.streams.size, 0);
    assert.ok(!(await look(at(id))).includes('sending-line'));
  });

  it('shows the same on a plain page, by destination, with what who looks may do', async () => {
    const id = await launchDigest(services, 'Plain');
    const relay = await startRelay({
      refuseRecipient: (address) =>
        address.startsWith('reader1@')
          ? Object.assign(new Error('4.2.2 the mailbox is full'), { responseCode: 452 })
          : null,
    });
    await deliverAll(services, relay.url, id);
    const page = await look(at(id));
    assert.match(page, /5 of 6 are through/);
    assert.deepEqual(await assertPeopleBehind(page, look), {
      Sent: 5,
      Deferred: 1,
      'All others, Sent': 5,
      'All others, Deferred': 1,
    });
    assert.match(page, /<dt>Failed<\/dt><dd>0<\/dd>/);
    assert.match(page, /id="pause"/);
    assert.ok(!(await look(at(id), 'analyst')).includes('id="pause"'));
    await cancelSend(services, id, system);
  });

  it('shows how fast it goes and how long it still takes, on the page and to who watches; paused, neither', async () => {
    const id = await launchDigest(services, 'Half way');
    const stop = new AbortController();
    const relay = await startRelay({
      onMessage: () => {
        stop.abort();
        return null;
      },
    });
    const usual = services.config.delivery;
    services.config.delivery = { ...usual, groupSize: 2, connections: 1 };
    await deliverAll(services, relay.url, id, stop.signal);
    services.config.delivery = usual;
    const had = relay.received.length;
    assert.ok(had > 0 && had < 6, `${had} were handed over`);
    // At an hour for each of them there is time enough for a slow machine.
    await sql`update sends set launched_at = now() - make_interval(hours => ${had}) where edition_id = ${id}`.execute(
      db,
    );
    const left = `about (?:${6 - had} hours|60 minutes)`;
    const pace = new RegExp(
      `<dt>Pace</dt><dd>0 a second</dd></div>\\s*<div><dt>Time left</dt><dd>${left}</dd>`,
    );
    assert.match(await look(at(id)), pace);
    const watching = await listen(web, at(id, '/events'), headersOf('editor'));
    const { heard } = watching;
    const shown = (): string => heard.events.at(-1)?.data ?? '';
    await watching.until(({ events }) => events.length > 0, 'the first event');
    assert.equal(heard.events.at(-1)?.name, '');
    assert.match(shown(), pace);
    await pauseSend(services, id, system);
    await watching.until(() => /Paused/.test(shown()), 'the pause');
    assert.match(shown(), /<dt>Pace<\/dt><dd>–<\/dd><\/div>\s*<div><dt>Time left<\/dt><dd>–<\/dd>/);
    await cancelSend(services, id, system);
    await watching.until(({ isOver }) => isOver, 'the end');
    assert.doesNotMatch(await look(at(id)), /<dt>Pace<\/dt>/);
  });

  it('is paused and goes on from there, and says what is no longer so', async () => {
    const id = await launchDigest(services, 'To be paused');
    assert.equal((await press(at(id, '/pause'), {}, 'analyst')).status, 403);
    const paused = await press(at(id, '/pause'));
    assert.equal(paused.headers.get('location'), at(id, '?done=pause'));
    assert.match(await look(at(id, '?done=pause')), /It is paused\. Nothing is handed over/);
    const again = await press(at(id, '/pause'));
    assert.equal(again.status, 409);
    assert.match(again.body, /is paused; only one that is sending can be paused/);
    assert.equal((await press(at(id, '/resume'))).headers.get('location'), at(id, '?done=resume'));
    assert.match(await look(`/desk/editions/${id}/stop`), /0 have it already and keep it; 6 will not get it/);
    await cancelSend(services, id, system);
  });

  it('asks the database once a second, however many watch', async () => {
    const id = await launchDigest(services, 'Much watched');
    const sessions = [1, 2, 3];
    const watchers = [];
    for (const one of sessions) {
      const cookie = await signInAtDesk(services, web, await addStaff(services, 'reporter', `watcher${one}`));
      for (let index = 0; index < 4; index += 1)
        watchers.push(await listen(web, at(id, '/events'), { cookie }));
    }
    await until(() => services.streams.size === 12, 'all watch');
    const asked: number[] = [];
    const { pool } = services;
    const began = performance.now();
    // Every statement of this process takes a connection of the pool.
    pool.on('acquire', () => asked.push(performance.now() - began));
    await until(() => performance.now() - began > 3_200, 'three seconds');
    pool.removeAllListeners('acquire');
    assert.ok(asked.length >= 2 && asked.length <= 5, `${asked.length} in three seconds`);
    for (const { leave } of watchers) leave();
    await until(() => services.streams.size === 0, 'nobody watches');
    await cancelSend(services, id, system);
  });

  it('ends with the session of who watches, and for nobody else', async () => {
    const id = await launchDigest(services, 'Left open');
    const person = await addStaff(services, 'reporter', 'leaver');
    const cookie = await signInAtDesk(services, web, person);
    const theirs = await listen(web, at(id, '/events'), { cookie });
    const other = await listen(web, at(id, '/events'), headersOf('analyst'));
    await theirs.until(({ events }) => events.length > 0, 'the first event');
    await web.post('/desk/sign-out', {}, { cookie });
    await theirs.until(({ isOver }) => isOver, 'the end');
    assert.equal(theirs.heard.events.at(-1)?.name, 'signed-out');
    assert.ok(!other.heard.isOver);
    other.leave();
    const nobody = await listen(web, at(id, '/events'), {});
    assert.equal(nobody.heard.status, 303);
    await cancelSend(services, id, system);
  });

  it('is refused to a browser that watches with too many pages', async () => {
    const id = await launchDigest(services, 'Seven pages');
    const open = [];
    for (let index = 0; index < 7; index += 1)
      open.push(await listen(web, at(id, '/events'), headersOf('editor')));
    assert.deepEqual(
      open.map(({ heard }) => heard.status),
      [200, 200, 200, 200, 200, 200, 503],
    );
    for (const { leave } of open) leave();
    await until(() => services.streams.size === 0, 'all have left');
    await cancelSend(services, id, system);
  });
});

describe('correcting the unsent at the desk', () => {
  const correctAt = (id: number, more = ''): string => `/desk/editions/${id}/correct${more}`;
  const field = (page: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? assert.fail(page);

  it('goes from words that are looked at over their approval to all who are left, and says how many have the old text', async () => {
    const id = await launchDigest(services, 'Mayor resings');
    const stop = new AbortController();
    const first = await startRelay({
      onMessage: () => {
        stop.abort();
        return null;
      },
    });
    services.config.delivery = { ...services.config.delivery, groupSize: 2, connections: 1 };
    await deliverAll(services, first.url, id, stop.signal);
    await pauseSend(services, id, system);
    const had = first.received.length;
    const page = await look(correctAt(id));
    assert.match(page, new RegExp(`${had} have the old text already`));
    assert.match(page, new RegExp(`${6 - had} would get the correction`));
    assert.match(page, /Nothing has been changed yet/);
    assert.equal((await press(correctAt(id, '/words'), {}, 'analyst')).status, 403);
    const stale = await press(correctAt(id, '/words'), { seen: '1', subject: 'x' });
    assert.equal(stale.status, 409);
    assert.match(stale.body, /was changed since you opened the page/);
    const words = { seen: field(page, 'seen'), subject: 'Mayor resigns', preheader: 'At noon', intro: '' };
    assert.equal((await press(correctAt(id, '/words'), words)).status, 303);
    const frame = 'src="/desk/editions/[0-9]+/mail[?]reader=asked&amp;draft=1"';
    assert.doesNotMatch(page, new RegExp(frame));
    const saved = await look(correctAt(id, '?done=saved'));
    assert.match(saved, new RegExp(`<iframe[^>]* sandbox="" [^>]*${frame}`));
    assert.match(saved, new RegExp(`href="/desk/editions/${id}/compose"`));
    assert.equal((await press(correctAt(id, '/approve'), { seen: words.seen })).status, 409);
    const looked = { seen: field(saved, 'seen'), hash: field(saved, 'hash') };
    await setPublication(db, system, { postalAddress: 'Another street 1' });
    const unseen = await press(correctAt(id, '/approve'), looked);
    assert.equal(unseen.status, 409);
    assert.match(unseen.body, /was changed since you looked/);
    const again = { ...looked, hash: field(unseen.body, 'hash') };
    assert.equal((await press(correctAt(id, '/approve'), again)).status, 303);
    const hash = field(await look(correctAt(id)), 'hash');
    const applied = await press(correctAt(id, '/apply'), { hash });
    assert.equal(applied.headers.get('location'), at(id, '?done=correct'));
    assert.equal((await press(correctAt(id, '/apply'), { hash })).status, 409);
    await resumeSend(services, id, system);
    const second = await startRelay();
    await deliverAll(services, second.url, id);
    assert.equal(second.received.length, 6 - had);
    assert.ok(second.received.every(({ raw }) => raw.toString().includes('Subject: Mayor resigns')));
    assert.match(await look(correctAt(id)), /Nobody is left to send to/);
    const report = await look(`/desk/editions/${id}/report`);
    const numbers = await assertPeopleBehind(report, look);
    assert.deepEqual(
      Object.entries(numbers).filter(([name]) => name.startsWith('Text')),
      [
        ['Text 1', had],
        ['Text 2', 6 - had],
      ],
    );
  });
});

describe('the pace of a send', () => {
  it('is that of the last seconds, and none while it is paused', async () => {
    const id = await launchDigest(services, 'Timed');
    const progress = (await readProgress(db, [id])).get(id) ?? assert.fail();
    const after = (seconds: number, sent: number, state = 'sending') => ({
      ...progress,
      state,
      at: new Date(progress.launchedAt.getTime() + seconds * 1_000),
      counts: { ...progress.counts, sent, waiting: 1_000 - sent },
    });
    const keeper = new PaceKeeper();
    keeper.add(after(10, 100));
    assert.deepEqual(keeper.add(after(14, 300)), { perSecond: 50, secondsLeft: 14 });
    assert.deepEqual(keeper.add(after(40, 400)), { perSecond: 10, secondsLeft: 60 });
    assert.deepEqual(keeper.add(after(41, 400, 'paused')), { perSecond: null, secondsLeft: null });
    assert.deepEqual(averagePace(after(10, 500)), { perSecond: 50, secondsLeft: 10 });
  });

  it('ends every stream at once where the process stops', async () => {
    const id = await launchDigest(services, 'Shut down');
    const watching = await listen(web, at(id, '/events'), headersOf('analyst'));
    await watching.until(({ events }) => events.length > 0, 'the first event');
    const began = performance.now();
    services.streams.end();
    await watching.until(({ isOver }) => isOver, 'the end');
    assert.ok(performance.now() - began < 1_000);
    assert.equal((await listen(web, at(id, '/events'), headersOf('analyst'))).heard.status, 503);
  });
});
