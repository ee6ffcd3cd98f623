import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { cancelSend, pauseSend, resumeSend } from '../../../src/delivery/control.ts';
import { readSubjectTest } from '../../../src/delivery/subject-tests.ts';
import { approve } from '../../../src/editions/approve.ts';
import { correct } from '../../../src/editions/correct.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { renderFor } from '../../../src/editions/render-for.ts';
import { setRules } from '../../../src/editions/rules.ts';
import { chooseSubject, decideDueTests, type Decision } from '../../../src/editions/subjects/decide.ts';
import { setSubjects } from '../../../src/editions/subjects/set-subjects.ts';
import { setNewsletter } from '../../../src/publication/newsletters.ts';
import { lastLine } from '../../support/audited.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { startRelay } from '../../support/relay.ts';
import { deliverAll, makeDue } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import {
  click,
  holdsBalance,
  launchTest,
  makeTest,
  minutes,
  readSent,
  spreadOf,
} from '../../support/subjects.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 20);
await setRules(db, system, daily.id, { minArticles: 1 });
services.config.delivery = { ...services.config.delivery, batchSize: 4, groupSize: 4, connections: 1 };
const web = await startWeb(services);

const test = async (editionId: number) => {
  const found = await readSubjectTest(db, editionId);
  assert.ok(found);
  return found;
};

async function reasonOf(editionId: number): Promise<string> {
  const { decision } = await test(editionId);
  assert.ok(decision, 'it is not decided');
  return (decision.data as Decision).reason;
}

/** Sends what can be sent now; the mails of this time alone. */
async function deliver(editionId: number) {
  const relay = await startRelay();
  await deliverAll(services, relay.url, editionId);
  assert.ok(await holdsBalance(services, editionId));
  return readSent(relay);
}

const subjectsIn = (mails: Array<{ subject: string }>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(mails, ({ subject }) => subject)).map(([name, all]) => [name, all?.length]),
  ) as Record<string, number>;

/** The sweep, so long after now; twice at once, as two workers do it. */
async function sweepIn(wait: number): Promise<void> {
  const now = minutes(wait);
  await Promise.all([decideDueTests(services, now), decideDueTests(services, now)]);
}

describe('the subjects that an edition tries', () => {
  it('are two or three, different, with a share and a wait that are allowed', async () => {
    const editionId = await makeTest(services);
    const wrong = (change: object) =>
      setSubjects(db, system, editionId, {
        subjects: ['A', 'B'].map((subject) => ({ subject, preheader: '' })),
        share: 20,
        waitMinutes: 60,
        ...change,
      });
    const named = (...names: string[]) => ({
      subjects: names.map((subject) => ({ subject, preheader: '' })),
    });
    await assert.rejects(wrong(named('A', ' ')), /is empty/);
    await assert.rejects(wrong(named('A', 'a ')), /the same/);
    await assert.rejects(wrong(named('A', 'B', 'C', 'D')), /1 to 3 subjects, not 4/);
    await assert.rejects(wrong(named('A', 'x'.repeat(201))), /has 201 characters/);
    await assert.rejects(wrong({ share: 33 }), /33 is no share/);
    await assert.rejects(wrong({ waitMinutes: 361 }), /15 to 360/);
    await assert.rejects(wrong({ asOf: new Date(0) }), /was changed since/);
    const { subjectTest } = await requireEdition(db, editionId);
    assert.deepEqual(subjectTest, {
      others: [{ subject: 'Two', preheader: 'Behind Two' }],
      share: 50,
      waitMinutes: 60,
    });
  });

  it('are all approved, with whom and how long they are tried on; a change of any needs approval again', async () => {
    const editionId = await makeTest(services);
    const hashes = new Set<string>();
    const change = async (words: object) => {
      await setSubjects(db, system, editionId, {
        subjects: ['One', 'Two'].map((subject) => ({ subject, preheader: '' })),
        share: 50,
        waitMinutes: 60,
        ...words,
      });
      assert.equal((await requireEdition(db, editionId)).state, 'draft');
      hashes.add((await approve(services, { editionId, actor: system })).hash);
    };
    await change({});
    await change({ share: 20 });
    await change({ waitMinutes: 30 });
    await change({ subjects: ['One', 'Three'].map((subject) => ({ subject, preheader: '' })) });
    assert.equal(hashes.size, 4);
    await editEdition(db, system, editionId, { subject: 'three' });
    await assert.rejects(approve(services, { editionId, actor: system }), /the same/);
  });
});

describe('a test of subjects', () => {
  let editionId = 0;
  let first: Awaited<ReturnType<typeof deliver>> = [];

  it('is tried on equal groups, by a lot that is the same for whoever asks again; the rest waits', async () => {
    editionId = await launchTest(services);
    assert.deepEqual(await spreadOf(services, editionId), { '-1': 10, 0: 5, 1: 5 });
    first = await deliver(editionId);
    assert.deepEqual(subjectsIn(first), { One: 5, Two: 5 });
    const { pending, sent, state } = await readBalance(db, editionId);
    assert.deepEqual([pending, sent, state], [10, 10, 'sending']);
    assert.deepEqual(await deliver(editionId), []);
    await makeDue(services, editionId);
    assert.deepEqual(await deliver(editionId), [], 'not even where every batch is taken up');
  });

  it('takes others each time', async () => {
    const tested = async (id: number): Promise<string> => {
      const rows = await db
        .selectFrom('deliveries')
        .select('subscriberId')
        .where('editionId', '=', id)
        .where('subjectVariant', '=', 0)
        .orderBy('subscriberId')
        .execute();
      return rows.map(({ subscriberId }) => subscriberId).join();
    };
    assert.notEqual(await tested(editionId), await tested(await launchTest(services)));
  });

  it('counts clicks by subject though no reader is told apart, and none of programs', async () => {
    const [one, two] = ['One', 'Two'].map((name) => first.filter(({ subject }) => subject === name));
    assert.equal(new Set(one?.map(({ links }) => links[0])).size, 1, 'one link for all who have it');
    assert.notEqual(one?.[0]?.links[0], two?.[0]?.links[0]);
    await click(web, one?.[0], 4);
    await click(web, two?.[0], 30);
    await web.get(two?.[0]?.links[0] ?? '', { 'user-agent': 'Googlebot/2.1' });
    const { figures } = await test(editionId);
    assert.deepEqual(figures, [
      { subject: 0, readers: 5, sent: 5, clicks: 4, machines: 0 },
      { subject: 1, readers: 5, sent: 5, clicks: 30, machines: 1 },
    ]);
  });

  it('is not decided before its wait is over, nor while it is paused', async () => {
    await sweepIn(0);
    await sweepIn(59);
    assert.equal((await test(editionId)).winner, null);
    await pauseSend(services, editionId, system);
    await sweepIn(90);
    assert.equal((await test(editionId)).winner, null);
    await resumeSend(services, editionId, system);
    assert.deepEqual(await deliver(editionId), []);
  });

  it('is decided once, by the clicks, with its figures written down; the rest gets the winner', async () => {
    await sweepIn(90);
    await sweepIn(90);
    const { winner, decision } = await test(editionId);
    assert.equal(winner, 1);
    assert.ok(decision);
    const { reason, by, figures } = decision.data as Decision;
    assert.deepEqual(
      [reason, by, figures.map(({ clicks }) => clicks)],
      ['clear', 'system:broadsheet', [4, 30]],
    );
    const line = await lastLine(db, 'edition.decide-subject', `edition:${editionId}`);
    assert.deepEqual([line.before, line.after], [{ subject: null }, { subject: 'Two' }]);
    assert.deepEqual(subjectsIn(await deliver(editionId)), { Two: 10 });
    const { state, pending } = await readBalance(db, editionId);
    assert.deepEqual([state, pending], ['finished', 0]);
    assert.deepEqual(await spreadOf(services, editionId), { 0: 5, 1: 15 });
    await assert.rejects(chooseSubject(services, { editionId, actor: system, winner: 0 }), /decided already/);
  });

  it('shows the winner in the archive, and each reader what they got', async () => {
    assert.match((await web.get('/archive')).body, /Two/);
    const { slug } = await requireEdition(db, editionId);
    assert.match((await web.get(`/editions/${slug}`)).body, /<title>Two<\/title>/);
    for (const { to, subject } of first.slice(0, 4)) {
      const mail = await renderFor(services, { editionId, address: to, as: 'eml' });
      assert.match(mail, new RegExp(`^Subject: ${subject}`, 'm'));
    }
  });
});

describe('a test that cannot tell', () => {
  it('sends the first subject where the clicks are few, or another is not clearly ahead', async () => {
    const few = await launchTest(services);
    await click(
      web,
      (await deliver(few)).find(({ subject }) => subject === 'Two'),
      19,
    );
    await sweepIn(0);
    await sweepIn(61);
    assert.equal(await reasonOf(few), 'few-clicks');
    assert.deepEqual(subjectsIn(await deliver(few)), { One: 10 });
    const close = await launchTest(services);
    const sent = await deliver(close);
    await click(
      web,
      sent.find(({ subject }) => subject === 'Two'),
      13,
    );
    await click(
      web,
      sent.find(({ subject }) => subject === 'One'),
      11,
    );
    await sweepIn(0);
    await sweepIn(61);
    assert.equal(await reasonOf(close), 'not-clear');
    assert.deepEqual(subjectsIn(await deliver(close)), { One: 10 });
  });

  it('lets nobody wait where no click is counted', async () => {
    await setNewsletter(db, system, 'daily', { clickMode: 'off' });
    const editionId = await launchTest(services);
    await setNewsletter(db, system, 'daily', { clickMode: 'aggregate' });
    assert.deepEqual(await spreadOf(services, editionId), { 0: 20 });
    assert.deepEqual(subjectsIn(await deliver(editionId)), { One: 20 });
  });

  it('is over with the next sweep where there are too few readers for a group of each', async () => {
    const editionId = await launchTest(services, { subjects: ['One', 'Two', 'Three'], share: 10 });
    assert.deepEqual(await spreadOf(services, editionId), { '-1': 20 });
    await sweepIn(0);
    await sweepIn(0);
    assert.equal(await reasonOf(editionId), 'nobody-tested');
    assert.deepEqual(subjectsIn(await deliver(editionId)), { One: 20 });
  });

  it('tries all subjects on everybody where that is asked for, and only says which was clicked most', async () => {
    const editionId = await launchTest(services, { subjects: ['One', 'Two', 'Three'], share: 100 });
    assert.deepEqual(await spreadOf(services, editionId), { 0: 7, 1: 7, 2: 6 });
    const sent = await deliver(editionId);
    assert.deepEqual(subjectsIn(sent), { One: 7, Two: 7, Three: 6 });
    await click(
      web,
      sent.find(({ subject }) => subject === 'Three'),
      25,
    );
    await sweepIn(0);
    await sweepIn(61);
    assert.equal((await test(editionId)).winner, 2);
    assert.equal((await readBalance(db, editionId)).state, 'finished');
  });
});

describe('a test that is disturbed', () => {
  it('ends with the send where that is cancelled', async () => {
    const editionId = await launchTest(services);
    await deliver(editionId);
    await cancelSend(services, editionId, system);
    await sweepIn(1440);
    const { winner } = await test(editionId);
    const { cancelled, sent } = await readBalance(db, editionId);
    assert.deepEqual([winner, cancelled, sent], [null, 10, 10]);
    await assert.rejects(chooseSubject(services, { editionId, actor: system, winner: 1 }), /was cancelled/);
    assert.ok(await holdsBalance(services, editionId));
  });

  it('goes on in corrected words, of which there must be as many', async () => {
    const editionId = await launchTest(services);
    const stop = new AbortController();
    const relay = await startRelay({ onMessage: () => (stop.abort(), null) });
    await deliverAll(services, relay.url, editionId, stop.signal);
    await assert.rejects(
      setSubjects(db, system, editionId, {
        subjects: [{ subject: 'One', preheader: '' }],
        share: 50,
        waitMinutes: 60,
      }),
      /going out with 2 subjects/,
    );
    await setSubjects(db, system, editionId, {
      subjects: ['One!', 'Two!'].map((subject) => ({ subject, preheader: '' })),
      share: 50,
      waitMinutes: 60,
    });
    await approve(services, { editionId, actor: system });
    await correct(services, { editionId, actor: system });
    const rest = await deliver(editionId);
    assert.equal(rest.length + relay.received.length, 10);
    assert.ok(rest.every(({ subject }) => subject.endsWith('!')));
    await click(
      web,
      rest.find(({ subject }) => subject === 'Two!'),
      30,
    );
    await chooseSubject(services, { editionId, actor: system, winner: 1 });
    assert.deepEqual((await lastLine(db, 'edition.decide-subject')).after, { subject: 'Two!' });
    assert.deepEqual(subjectsIn(await deliver(editionId)), { 'Two!': 10 });
    assert.equal((await test(editionId)).figures[1]?.clicks, 30);
  });

  it('begins its wait once the tested are handed over, and waits for no mailbox that defers', async () => {
    const editionId = await launchTest(services);
    await sweepIn(120);
    assert.equal((await test(editionId)).winner, null, 'nothing has gone out yet');
    const busy = Object.assign(new Error('try later'), { responseCode: 451 });
    let refused = 0;
    const relay = await startRelay({ refuseRecipient: () => ((refused += 1) <= 2 ? busy : null) });
    await deliverAll(services, relay.url, editionId);
    await sweepIn(0);
    const { testedAt, figures } = await test(editionId);
    assert.ok(testedAt);
    assert.equal(
      figures.reduce((sum, { sent }) => sum + sent, 0),
      8,
    );
    await sweepIn(61);
    assert.equal((await test(editionId)).winner, 0);
  });

  it('leaves the rest enough time before the edition expires, whatever has held it up', async () => {
    await setRules(db, system, daily.id, { expiryHours: 5 });
    const editionId = await launchTest(services, { waitMinutes: 360 });
    await setRules(db, system, daily.id, { expiryHours: 24 });
    await sweepIn(2 * 60 + 20);
    assert.equal((await test(editionId)).winner, null);
    await sweepIn(2 * 60 + 40);
    assert.equal(await reasonOf(editionId), 'nobody-tested');
    assert.deepEqual(subjectsIn(await deliver(editionId)), { One: 15, Two: 5 });
  });

  it('comes to readers who chose their own morning in the winner, and at their hour', async () => {
    const [late] = await db
      .updateTable('subscribers')
      .set({ ownMorning: true, timeZone: 'America/New_York' })
      .where('address', 'in', ['reader1@readers.example', 'reader2@readers.example'])
      .returning('id')
      .execute();
    const editionId = await launchTest(services);
    assert.deepEqual(await spreadOf(services, editionId), { '-1': 12, 0: 4, 1: 4 });
    await deliver(editionId);
    await chooseSubject(services, { editionId, actor: system, winner: 1 });
    assert.deepEqual(subjectsIn(await deliver(editionId)), { Two: 10 });
    const { rows } = await sql<{ wait: number }>`
      select extract(epoch from due_at - now()) / 3600 as wait from delivery_batches
      where edition_id = ${editionId} and finished_at is null`.execute(db);
    assert.ok(late && rows.length > 0 && rows.every(({ wait }) => wait > 5), JSON.stringify(rows));
    await makeDue(services, editionId);
    assert.deepEqual(subjectsIn(await deliver(editionId)), { Two: 2 });
    await db.updateTable('subscribers').set({ ownMorning: false }).execute();
  });

  it('ends where the edition expires with nobody to decide; everybody is accounted for', async () => {
    const editionId = await launchTest(services);
    await deliver(editionId);
    await sql`update sends set expires_at = now() - interval '1 minute' where edition_id = ${editionId}`.execute(
      db,
    );
    const { tidySends } = await import('../../../src/delivery/control.ts');
    await tidySends(services);
    const { failed, sent, state } = await readBalance(db, editionId);
    assert.deepEqual([failed, sent, state], [10, 10, 'finished']);
  });

  it('is launched by nobody twice, and a draft that was edited meanwhile not at all', async () => {
    const editionId = await makeTest(services);
    await approve(services, { editionId, actor: system });
    await editEdition(db, system, editionId, { subject: 'Another' });
    await assert.rejects(launchEdition(services, { editionId, actor: system }), /is not approved/);
  });
});
