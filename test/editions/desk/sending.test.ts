import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { approve } from '../../../src/editions/approve.ts';
import { countToCorrect } from '../../../src/editions/corrections/send-correction.ts';
import { writeCorrection } from '../../../src/editions/corrections/write-correction.ts';
import { applyDeadlines } from '../../../src/editions/deadline.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { holdBack } from '../../../src/editions/hold.ts';
import { launchEdition } from '../../../src/editions/launch.ts';
import { dueLaunches, noteMissed } from '../../../src/editions/missed.ts';
import { type RulesChange, setRules } from '../../../src/editions/rules.ts';
import { schedule, unschedule } from '../../../src/editions/schedule.ts';
import { undoSend } from '../../../src/editions/undo.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { senderFor, setSender } from '../../../src/publication/senders.ts';
import { staffActor } from '../../../src/staff/staff.ts';
import { suppressAddress } from '../../../src/subscribers/suppress-address.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStaff, askedOn, signInAtDesk } from '../../support/desk.ts';
import { assembleDigest } from '../../support/digest.ts';
import { addTiers } from '../../support/members.ts';
import { startRelay } from '../../support/relay.ts';
import { deliverAll } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
await setPublication(db, system, { timeZone: 'Europe/Berlin' });
await setRules(db, system, daily.id, { minArticles: 1 });
const web = await startWeb(services);

type Name = 'Olena' | 'Iryna' | 'Reporter';
const cookies = new Map<Name, string>();
const ids = new Map<Name, number>();
before(async () => {
  for (const [name, role] of [
    ['Olena', 'owner'],
    ['Iryna', 'editor'],
    ['Reporter', 'reporter'],
  ] as const) {
    const person = await addStaff(services, role, name);
    ids.set(name, person.id);
    cookies.set(name, await signInAtDesk(services, web, person));
  }
});
const headersOf = (who: Name) => ({ cookie: cookies.get(who) ?? '' });
const look = async (path: string, who: Name = 'Iryna') => (await web.get(path, headersOf(who))).body;
const press = (id: number, act: string, fields: Record<string, string> = {}, who: Name = 'Iryna') =>
  web.post(`/desk/editions/${id}/${act}`, fields, headersOf(who));
const rules = (changes: RulesChange) => setRules(db, system, daily.id, changes);
const actorOf = (who: Name, role: 'owner' | 'editor' | 'reporter') => ({
  ...staffActor(ids.get(who) ?? 0),
  staff: { role, authenticatedAt: new Date() },
});

let count = 0;
async function draft(): Promise<number> {
  count += 1;
  return assembleDigest(services, [`A story of its own, number ${count}`]);
}
async function formOn(id: number, act: string, who: Name = 'Iryna'): Promise<Record<string, string>> {
  const page = await look(`/desk/editions/${id}/${act}`, who);
  const fields = askedOn(page);
  return 'seen' in fields ? fields : assert.fail(page);
}
const stateOf = async (id: number) => (await requireEdition(db, id)).state;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

describe('before something is sent', () => {
  it('the page shows the mail, how many will get it, and of which newsletter', async () => {
    const id = await draft();
    const page = await look(`/desk/editions/${id}/approve`);
    assert.match(page, /4 readers of The Daily Courier will get it\./);
    assert.match(page, new RegExp(`<iframe[^>]*src="/desk/editions/${id}/mail`));
    assert.match(page, /waits 30 seconds first/);
    assert.equal(await launchNow(id), 4);
  });

  it('who gets no mail is not counted', async () => {
    await suppressAddress(services, system, 'reader4@readers.example', ['bulk']);
    const id = await draft();
    assert.match(await look(`/desk/editions/${id}/approve`), /3 readers of The Daily Courier/);
    await launchNow(id);
    const { eligible, suppressed } = await readBalance(db, id);
    assert.equal(eligible - suppressed, 3);
  });
});

describe('the mail on the page that asks', () => {
  const kinds = ['asked', 'reader', 'tier:coffee', 'tier:breakfast'];
  const hrefsOn = (page: string): string[] =>
    [...page.matchAll(/<li><a href="([^"]+)#mail"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

  it('is looked at as each kind of reader by links, and approved by the same form whoever it is looked at as', async () => {
    await addTiers(services);
    const id = await draft();
    const asked = await formOn(id, 'approve');
    assert.deepEqual(Object.keys(asked).toSorted(), ['hash', 'seen']);
    for (const act of ['approve', 'schedule'] as const) {
      const hrefs = hrefsOn(await look(`/desk/editions/${id}/${act}`));
      const names = hrefs.map((href) => new URL(href, web.origin).searchParams.get('reader'));
      assert.deepEqual(names, kinds);
      for (const [index, href] of hrefs.entries()) {
        assert.ok(href.startsWith(`/desk/editions/${id}/${act}?`));
        const page = await look(href);
        const current = /<a href="[^"]*reader=([^"&]+)[^"]*#mail" aria-current="true"/g;
        const reader = encodeURIComponent(kinds[index] ?? '');
        assert.deepEqual(
          [...page.matchAll(current)].map(([, name]) => name),
          [reader],
        );
        assert.match(page, new RegExp(`<iframe[^>]*src="/desk/editions/${id}/mail\\?reader=${reader}"`));
        assert.ok(page.indexOf('aria-current="true"') < page.indexOf('<iframe'));
        if (act === 'approve') assert.deepEqual(askedOn(page), asked, href);
      }
      if (act === 'approve') assert.equal((await press(id, act, { ...asked, when: 'only' })).status, 303);
    }
    for (const reader of ['tier:none', 'subscriber:1', 'correction:1'])
      assert.equal(
        (await web.get(`/desk/editions/${id}/schedule?reader=${reader}`, headersOf('Iryna'))).status,
        404,
        reader,
      );
  });

  it('says where it has become another one between two kinds of readers', async () => {
    const id = await draft();
    const [, , coffee = ''] = hrefsOn(await look(`/desk/editions/${id}/approve`));
    assert.doesNotMatch(await look(coffee), /changed since you began to look/);
    await editEdition(db, system, id, { subject: 'Another one' });
    const changed = await look(coffee);
    assert.match(changed, /role="alert"[^<]*>It was changed since you began to look/);
    const [again = ''] = hrefsOn(changed);
    assert.doesNotMatch(await look(again), /changed since you began to look/);
    // A kind that it had then, and has no more.
    const gone = await look(again.replace('reader=asked', 'reader=correction:99'));
    assert.match(gone, /It was changed since you began to look/);
    assert.match(gone, /\/mail\?reader=asked"/);
    await press(id, 'approve', { ...askedOn(gone), when: 'only' });
    const [scheduled = ''] = hrefsOn(await look(`/desk/editions/${id}/schedule`));
    assert.doesNotMatch(await look(scheduled), /changed since you began to look/);
    await editEdition(db, system, id, { subject: 'And another' });
    await approve(services, { editionId: id, actor: system });
    assert.match(await look(scheduled), /changed since you began to look/);
  });

  it('says how many are shown a correction, and shows it to whoever approves it', async () => {
    const wrong = await draft();
    await launchNow(wrong);
    const relay = await startRelay();
    await deliverAll(services, relay.url, wrong);
    const id = await draft();
    assert.doesNotMatch(await look(`/desk/editions/${id}/approve`), /got what was wrong/);
    const words = { editionId: wrong, title: 'It is the 3rd', text: 'We wrote the 30th.' };
    const { correction } = await writeCorrection(db, system, words);
    const page = await look(`/desk/editions/${id}/approve`);
    assert.match(page, /3 of them got what was wrong, and are shown the correction “It is the 3rd”\./);
    const href = hrefsOn(page).find((one) => one.includes(`correction%3A${correction.id}`)) ?? '';
    const [, frame = ''] = /<iframe[^>]*src="([^"]+)"/.exec(await look(href)) ?? [];
    assert.match(await look(frame), /We wrote the 30th\./);
    await launchNow(id);
    assert.equal((await deliverAll(services, relay.url, id), await countToCorrect(db, correction)), 0);
    const after = await draft();
    assert.doesNotMatch(await look(`/desk/editions/${after}/approve`), /the correction/);
  });
});

async function launchNow(id: number): Promise<number> {
  await approve(services, { editionId: id, actor: system });
  return launchEdition(services, { editionId: id, actor: system });
}

describe('what was looked at', () => {
  const change = /what it would be sent with was changed since you looked \(sender, publication/;

  it('is what is approved: not another sender or publication, which leave the edition as it was', async () => {
    const id = await draft();
    const sender = await senderFor(db, daily.id);
    for (const alter of [
      () => setSender(db, system, null, { ...sender, fromName: 'Somebody else' }),
      () => setPublication(db, system, { postalAddress: 'Another street 1' }),
    ]) {
      const form = await formOn(id, 'approve');
      const { updatedAt } = await requireEdition(db, id);
      await alter();
      assert.deepEqual((await requireEdition(db, id)).updatedAt, updatedAt);
      const refused = await press(id, 'approve', { ...form, when: 'only' });
      assert.equal(refused.status, 409);
      assert.match(refused.body, change);
      assert.equal(await stateOf(id), 'draft');
    }
    const again = { ...(await formOn(id, 'approve')), when: 'only' };
    assert.equal((await press(id, 'approve', { ...again, hash: '' })).status, 409);
    assert.equal((await press(id, 'approve', again)).status, 303);
    await setSender(db, system, null, sender);
  });
});

describe('a time by a clock', () => {
  it('of any zone is taken', async () => {
    const id = await draft();
    const fields = { ...(await formOn(id, 'approve')), when: 'at', at: '2099-07-01T07:30' };
    assert.equal((await press(id, 'approve', { ...fields, zone: 'Moon/Base' })).status, 400);
    assert.equal((await press(id, 'approve', { ...fields, zone: 'America/New_York' })).status, 303);
    assert.equal((await requireEdition(db, id)).sendAt?.toISOString(), '2099-07-01T11:30:00.000Z');
    assert.match(
      await look(`/desk/editions/${id}/schedule`),
      /It goes out at 14:30[^(]*\(13:30[^)]*Europe\/Berlin\)/,
    );
  });

  it('that a day has twice, or not at all, is asked about before anything is done', async () => {
    const id = await draft();
    const form = await formOn(id, 'approve');
    for (const [at, zone, text, instants] of [
      [
        '2027-10-31T03:30',
        'Europe/Kyiv',
        /put back that day, and show 03:30 twice/,
        ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
      ],
      [
        '2027-03-14T02:30',
        'America/New_York',
        /put forward that day, and never show 02:30/,
        ['2027-03-14T06:30:00.000Z', '2027-03-14T07:30:00.000Z'],
      ],
      [
        '2027-10-03T02:15',
        'Australia/Lord_Howe',
        /put forward that day, and never show 02:15/,
        ['2027-10-02T15:15:00.000Z', '2027-10-02T15:45:00.000Z'],
      ],
    ] as const) {
      const asked = await press(id, 'approve', { ...form, when: 'at', at, zone });
      assert.match(asked.body, text);
      const choices = [...asked.body.matchAll(/name="exact" value="([^"]+)"/g)].map(([, value]) => value);
      assert.deepEqual(choices, instants);
      assert.equal(await stateOf(id), 'draft', zone);
    }
    const [exact] = ['2027-03-14T07:30:00.000Z'];
    const asked = await press(id, 'approve', {
      ...form,
      when: 'at',
      at: '2027-03-14T02:30',
      zone: 'America/New_York',
    });
    const done = await press(id, 'approve', { ...askedOn(asked.body), when: 'exact', exact });
    assert.equal(done.headers.get('location'), '/desk?done=scheduled');
    assert.equal((await requireEdition(db, id)).sendAt?.toISOString(), exact);
    const old = { ...(await formOn(id, 'schedule')), when: 'exact', exact: '2020-01-01T00:00:00.000Z' };
    assert.match((await press(id, 'schedule', old)).body, /that time is past/);
  });

  it('is taken back, and the edition stays approved', async () => {
    const id = await draft();
    await approve(services, { editionId: id, actor: system, sendAt: later(60) });
    const form = await formOn(id, 'schedule');
    assert.equal((await press(id, 'unschedule', form)).headers.get('location'), '/desk?done=unschedule');
    const { state, sendAt } = await requireEdition(db, id);
    assert.deepEqual([state, sendAt], ['approved', null]);
    assert.equal((await press(id, 'unschedule', form)).status, 409);
    await assert.rejects(unschedule(services, { editionId: id, actor: system }), { code: 'conflict' });
    const row = await db
      .selectFrom('auditLog')
      .select(['before', 'after'])
      .where('action', '=', 'edition.unschedule')
      .executeTakeFirstOrThrow();
    assert.equal((row.before as { state: string }).state, 'scheduled');
    assert.equal((row.after as { state: string }).state, 'approved');
  });

  it('is not set by an old page', async () => {
    const id = await draft();
    await approve(services, { editionId: id, actor: system, sendAt: later(60) });
    const { updatedAt: asOf } = await requireEdition(db, id);
    const setTo = (minutes: number) =>
      schedule(services, { editionId: id, actor: system, sendAt: later(minutes), asOf });
    const results = await Promise.allSettled([setTo(90), setTo(120)]);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    await holdBack(db, { editionId: id, actor: system });
  });
});

describe('what is sent now', () => {
  it('waits, and is stopped with nothing sent', async () => {
    const id = await draft();
    const form = await formOn(id, 'approve');
    const sent = await press(id, 'approve', { ...form, when: 'now' });
    assert.equal(sent.headers.get('location'), `/desk/editions/${id}/leaving`);
    const page = await look(`/desk/editions/${id}/leaving`);
    assert.match(page, /It goes out in \d+ seconds\.[\s\S]*To 3 readers of The Daily Courier/);
    assert.match(page, /<noscript><meta http-equiv="refresh" content="3"><\/noscript>/);
    assert.deepEqual(await dueLaunches(db, new Date()), []);
    const both = await Promise.all([press(id, 'stop-leaving'), press(id, 'stop-leaving')]);
    for (const { status, headers } of both) {
      assert.equal(status, 303);
      assert.equal(headers.get('location'), `/desk/editions/${id}/leaving`);
    }
    assert.match(await look(`/desk/editions/${id}/leaving`), /Stopped\. Nothing was sent/);
    await assert.rejects(launchEdition(services, { editionId: id, actor: system, ifDue: true }, later(2)), {
      code: 'conflict',
    });
    assert.equal(await stateOf(id), 'draft');
    assert.equal(
      (await db.selectFrom('sends').select('editionId').where('editionId', '=', id).execute()).length,
      0,
    );
  });

  it('pressed twice is sent once, and the second press leads to the same page', async () => {
    const id = await draft();
    const form = await formOn(id, 'approve');
    const answers = await Promise.all([
      press(id, 'approve', { ...form, when: 'now' }),
      press(id, 'approve', { ...form, when: 'now' }),
    ]);
    const again = await press(id, 'approve', { ...form, when: 'now' });
    for (const { status } of answers) assert.ok(status === 303 || status === 409, String(status));
    assert.equal(again.headers.get('location'), `/desk/editions/${id}/leaving`);
    const approvals = await db
      .selectFrom('approvals as a')
      .innerJoin('editionRevisions as r', 'r.id', 'a.revisionId')
      .select('a.id')
      .where('r.editionId', '=', id)
      .execute();
    assert.equal(approvals.length, 1);
    await undoSend(services, { editionId: id, actor: system });
  });

  it('and stopped a moment too late is paused where it is', async () => {
    const id = await draft();
    await launchNow(id);
    const answers = await Promise.all([press(id, 'stop-leaving'), press(id, 'stop-leaving')]);
    for (const { headers } of answers) assert.equal(headers.get('location'), '/desk?done=paused');
    const { state, pending } = await readBalance(db, id);
    assert.deepEqual([state, pending], ['paused', 3]);
    assert.match(await look('/desk?done=paused'), /It had begun to go out/);
  });

  it('while it is being launched is either held or paused, and never lost', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await draft();
      await approve(services, { editionId: id, actor: system, sendAt: new Date() });
      const [launched, undone] = await Promise.all([
        launchEdition(services, { editionId: id, actor: system, ifDue: true }, later(1)).catch(() => null),
        undoSend(services, { editionId: id, actor: system }),
      ]);
      if (undone === 'held') assert.deepEqual([launched, await stateOf(id)], [null, 'draft']);
      else assert.equal((await readBalance(db, id)).state, 'paused');
    }
  });

  it('goes out at once where no time to stop is set', async () => {
    await rules({ graceSeconds: 0 });
    const id = await draft();
    assert.match(await look(`/desk/editions/${id}/approve`), /What is sent now goes out at once/);
    await press(id, 'approve', { ...(await formOn(id, 'approve')), when: 'only' });
    assert.equal(
      (await press(id, 'schedule', { ...(await formOn(id, 'schedule')), when: 'now' })).status,
      303,
    );
    assert.deepEqual(await dueLaunches(db, new Date(Date.now() + 1_000)), [id]);
    await holdBack(db, { editionId: id, actor: system });
    await rules({ graceSeconds: 30 });
  });

  it('is for who may send', async () => {
    const id = await draft();
    for (const act of ['stop-leaving', 'unschedule'])
      assert.equal((await press(id, act, {}, 'Reporter')).status, 403);
    assert.equal((await web.get(`/desk/editions/${id}/leaving`, headersOf('Reporter'))).status, 403);
  });
});

describe('a second pair of eyes', () => {
  it('is not whose change was the last one', async () => {
    await rules({ fourEyes: true });
    const id = await draft();
    await editEdition(db, actorOf('Iryna', 'editor'), id, { subject: 'Words of Iryna' });
    const page = await look(`/desk/editions/${id}/approve`);
    assert.match(
      page,
      /You changed it last, or wrote a correction in it, and its newsletter wants a second pair of eyes: Olena\./,
    );
    assert.doesNotMatch(page, /name="when"/);
    const { updatedAt } = await requireEdition(db, id);
    const own = await press(id, 'approve', { seen: `draft ${updatedAt.getTime()}`, when: 'only' });
    assert.equal(own.status, 409);
    assert.match(own.body, /wants another person to approve/);
    assert.equal(await stateOf(id), 'draft');
    const other = await press(
      id,
      'approve',
      { ...(await formOn(id, 'approve', 'Olena')), when: 'only' },
      'Olena',
    );
    assert.equal(other.status, 303);
    assert.equal(await stateOf(id), 'approved');
  });

  it('looks again where somebody has changed the text since, the approver too', async () => {
    const id = await draft();
    await editEdition(db, actorOf('Iryna', 'editor'), id, { subject: 'One' });
    await approve(services, { editionId: id, actor: actorOf('Olena', 'owner') });
    await editEdition(db, actorOf('Olena', 'owner'), id, { subject: 'Two' });
    await assert.rejects(approve(services, { editionId: id, actor: actorOf('Olena', 'owner') }), {
      code: 'conflict',
    });
    await approve(services, { editionId: id, actor: actorOf('Iryna', 'editor') });
    assert.equal(await stateOf(id), 'approved');
  });

  it('is anybody’s, where nobody has changed what the machine assembled', async () => {
    const id = await draft();
    await approve(services, { editionId: id, actor: actorOf('Iryna', 'editor') });
    assert.equal(await stateOf(id), 'approved');
  });

  it('is no rule’s: neither where it is set, nor where one was set before', async () => {
    await assert.rejects(rules({ atDeadline: 'send' }), /no rule can send at the deadline/);
    await rules({ fourEyes: false, atDeadline: 'send', deadlineMinutes: 0 });
    await assert.rejects(rules({ fourEyes: true }), /no rule can send at the deadline/);
    const rule = { kind: 'rule', name: 'staff:1' } as const;
    const id = await draft();
    await rules({ atDeadline: 'hold' });
    await rules({ fourEyes: true });
    await assert.rejects(
      approve(services, { editionId: id, actor: rule, byRule: true }),
      /a rule cannot give it/,
    );
  });

  it('a correction wants as well', async () => {
    const id = await draft();
    await launchNow(id);
    await editEdition(db, actorOf('Iryna', 'editor'), id, { subject: 'Corrected' });
    const correct = (who: Name, role: 'owner' | 'editor') =>
      approve(services, { editionId: id, actor: actorOf(who, role) });
    await assert.rejects(correct('Iryna', 'editor'), { code: 'conflict' });
    assert.equal((await correct('Olena', 'owner')).correction, true);
    await rules({ fourEyes: false, atDeadline: 'hold-and-alert', deadlineMinutes: 60 });
  });
});

describe('a time that nothing ran at', () => {
  it('within the limit is made up for, once', async () => {
    await rules({ lateMinutes: 120 });
    const id = await draft();
    await approve(services, { editionId: id, actor: system, sendAt: later(1) });
    const back = later(120);
    await noteMissed(services, back);
    assert.deepEqual(await dueLaunches(db, back), [id]);
    await launchEdition(services, { editionId: id, actor: system, ifDue: true }, back);
    await assert.rejects(launchEdition(services, { editionId: id, actor: system, ifDue: true }, back), {
      code: 'conflict',
    });
    assert.deepEqual(await dueLaunches(db, back), []);
  });

  it('past it is held with an alert, and goes out only once somebody says when', async () => {
    const id = await draft();
    await approve(services, { editionId: id, actor: system, sendAt: later(1) });
    const back = later(122);
    // The hint of a launch may come before the sweep has looked.
    await assert.rejects(launchEdition(services, { editionId: id, actor: system, ifDue: true }, back), {
      code: 'conflict',
    });
    assert.deepEqual(await dueLaunches(db, back), []);
    await Promise.all([noteMissed(services, back), noteMissed(services, back)]);
    const { state, sendAt, missedAt } = await requireEdition(db, id);
    assert.deepEqual([state, sendAt], ['approved', null]);
    assert.ok(missedAt !== null);
    const noted = await db
      .selectFrom('auditLog')
      .select('id')
      .where('action', '=', 'edition.missed')
      .execute();
    assert.equal(noted.length, 1);
    const today = await look('/desk');
    assert.match(today, /Needs a look[\s\S]*was to go out at [^,]+, and nothing ran then\. It is approved/);
    assert.match(today, /it goes out once somebody says when/);
    await schedule(services, { editionId: id, actor: system, sendAt: later(5) });
    assert.doesNotMatch(await look('/desk'), /nothing ran then/);
  });

  it('is none that a deadline is applied at: a rule says so', async () => {
    await rules({ atDeadline: 'send', deadlineMinutes: 0 });
    const id = await draft();
    await db
      .updateTable('assemblies')
      .set({ cause: 'schedule', localDate: '2020-01-01' })
      .where('editionId', '=', id)
      .execute();
    await applyDeadlines(services, later(121));
    assert.equal(await stateOf(id), 'draft');
    const event = await db
      .selectFrom('events')
      .select('data')
      .where('editionId', '=', id)
      .executeTakeFirstOrThrow();
    assert.match((event.data as { problem: string }).problem, /nothing ran then/);
    await rules({ atDeadline: 'hold-and-alert' });
  });
});

describe('an approved edition that somebody changes', () => {
  it('is held: no rule whose time has passed sends it in the middle of the work', async () => {
    await rules({ atDeadline: 'send', deadlineMinutes: 0 });
    const id = await draft();
    await db
      .updateTable('assemblies')
      .set({ cause: 'schedule', localDate: '2020-01-02' })
      .where('editionId', '=', id)
      .execute();
    await approve(services, { editionId: id, actor: system, sendAt: later(60) });
    await editEdition(db, system, id, { subject: 'Half of a new sub' });
    await applyDeadlines(services, later(1));
    assert.equal(await stateOf(id), 'draft');
  });
});
