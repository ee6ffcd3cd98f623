import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../../src/access/actor.ts';
import type { Role } from '../../../src/access/permissions.ts';
import { addSource } from '../../../src/articles/sources.ts';
import { readBalance } from '../../../src/delivery/balance.ts';
import { addRelay, setRelay } from '../../../src/delivery/relays/settings.ts';
import { applyStopRules } from '../../../src/delivery/stop-rules/apply.ts';
import { approve } from '../../../src/editions/approve.ts';
import { assemble } from '../../../src/editions/assemble.ts';
import { listComing } from '../../../src/editions/coming.ts';
import { applyDeadlines } from '../../../src/editions/deadline.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { requireEdition } from '../../../src/editions/edition.ts';
import { type RulesChange, setRules } from '../../../src/editions/rules.ts';
import { setNewsletter } from '../../../src/publication/newsletters.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { writeArticles } from '../../support/articles.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStaff, askedOn, signInAtDesk } from '../../support/desk.ts';
import { addPatron } from '../../support/patrons.ts';
import { sinceEver } from '../../support/rhythm.ts';
import { startRelay } from '../../support/relay.ts';
import { deliverAll, launchTestSend } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import { startWeb } from '../../support/web.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
await addReaders(services, daily, 4);
await setPublication(db, system, { timeZone: 'Europe/Kyiv' });
const web = await startWeb(services);
const relay = await startRelay();

const cookies = new Map<Role, string>();
before(async () => {
  for (const role of ['owner', 'editor', 'reporter', 'analyst'] as const)
    cookies.set(role, await signInAtDesk(services, web, await addStaff(services, role)));
});

const headersOf = (role: Role = 'editor') => ({ cookie: cookies.get(role) ?? '' });
const look = async (path = '/desk', role: Role = 'editor') => (await web.get(path, headersOf(role))).body;
const press = (id: number, act: string, fields: Record<string, string> = {}, role: Role = 'editor') =>
  web.post(`/desk/editions/${id}/${act}`, fields, headersOf(role));
const rules = async (changes: RulesChange) => {
  await setRules(db, system, daily.id, changes);
  // Of rules that have been so for ever each change misses the days before.
  await db.deleteFrom('assemblies').where('missed', '=', true).execute();
  await sinceEver(db);
};

/** What the page that asks first carries, and its button posts. */
async function formOn(id: number, act: string): Promise<Record<string, string>> {
  const page = await look(`/desk/editions/${id}/${act}`);
  const fields = askedOn(page);
  return 'seen' in fields ? fields : assert.fail(page);
}

let batch = 0;
/** A draft of the schedule, as of now. */
async function draft(): Promise<number> {
  batch += 1;
  await writeArticles(db, 2, `b${batch}`);
  await db.deleteFrom('assemblies').where('cause', '=', 'schedule').execute();
  const request = { newsletterId: daily.id, cause: 'schedule', actor: system, evenIfNotDue: true } as const;
  const made = await assemble(services, request);
  return made?.editionId ?? assert.fail(made?.reason ?? 'no edition');
}

const stateOf = async (id: number) => (await requireEdition(db, id)).state;

describe('a desk where nothing happens yet', () => {
  it('says what will stand on its front page', async () => {
    const page = await look();
    assert.match(page, /Nothing is coming up/);
    assert.match(page, /Nothing has gone out yet/);
    assert.match(page, /Nothing needs a look/);
  });
});

describe('what will assemble itself', () => {
  const nextAt = async (now: string) => (await listComing(db, new Date(now)))[0] ?? assert.fail();

  it('stands at the time of its newsletter’s clock, also on the days when clocks change', async () => {
    await rules({ enabled: true, minArticles: 2, assembleAt: '06:30', deadlineMinutes: 45 });
    assert.equal((await nextAt('2026-10-24T22:00:00Z')).at.toISOString(), '2026-10-25T04:30:00.000Z');
    assert.equal((await nextAt('2026-10-24T02:00:00Z')).at.toISOString(), '2026-10-24T03:30:00.000Z');
    await rules({ assembleAt: '03:30' });
    assert.equal((await nextAt('2026-03-28T23:00:00Z')).at.toISOString(), '2026-03-29T01:30:00.000Z');
    await rules({ assembleAt: '06:30', weekdays: [1] });
    assert.equal((await nextAt('2026-11-24T12:00:00Z')).at.toISOString(), '2026-11-30T04:30:00.000Z');
  });

  it('is due where its time has come, and comes tomorrow once it has been made', async () => {
    await rules({ weekdays: [1, 2, 3, 4, 5, 6, 7] });
    assert.equal((await nextAt('2026-11-24T06:00:00Z')).isDue, true);
    const run = { newsletterId: daily.id, localDate: '2026-11-24', cause: 'schedule' };
    await db.insertInto('assemblies').values(run).execute();
    const { at, isDue, deadline } = await nextAt('2026-11-24T12:00:00Z');
    assert.deepEqual([at.toISOString(), isDue], ['2026-11-25T04:30:00.000Z', false]);
    assert.equal(deadline.toISOString(), '2026-11-25T05:15:00.000Z');
    await db.deleteFrom('assemblies').execute();
  });

  it('says what there is for it, and what happens at the deadline', async () => {
    const sentences = {
      'hold-and-alert': /otherwise it is held, and editors get a mail/,
      hold: /otherwise it is held\./,
      send: /otherwise it is sent by the rule/,
    };
    for (const atDeadline of ['hold-and-alert', 'hold', 'send'] as const) {
      await rules({ atDeadline });
      assert.match(await look(), sentences[atDeadline]);
    }
    assert.match(await look(), /Next edition of The Daily Courier/);
    assert.match(await look(), /No new article so far; with fewer than 2 there is no edition/);
    await writeArticles(db, 2, 'first');
    assert.match(await look(), /2 new articles so far/);
  });
});

describe('what is to be assembled now', () => {
  // In a zone where it is about noon, no minute of the test is on another day.
  const hoursToNoon = 12 - new Date().getUTCHours();
  const zone = `Etc/GMT${hoursToNoon > 0 ? '-' : '+'}${Math.abs(hoursToNoon)}`;
  const minutesAgo = (minutes: number): string => {
    const at = Temporal.Now.zonedDateTimeISO(zone).subtract({ minutes });
    return at.toPlainTime().toString({ smallestUnit: 'minute' });
  };

  it('is said to be in the making, and after ten minutes that nothing makes it', async () => {
    await setNewsletter(db, system, daily.slug, { timeZone: zone });
    await rules({ assembleAt: minutesAgo(5) });
    const young = await look();
    assert.match(young, /<p class="state state-due">Assembling<\/p>/);
    assert.match(young, /It is being assembled\. 2 new articles so far/);
    assert.doesNotMatch(young, /is a worker running/);
    const at = minutesAgo(15);
    await rules({ assembleAt: at });
    // What was due by the rhythm before is else still owed, at its time.
    await db.updateTable('assemblyRules').set({ owed: '[]' }).execute();
    const late = new RegExp(
      `Needs a look[\\s\\S]*The Daily Courier was to assemble itself at ${at}[^<]*, and has not: is a worker running`,
    );
    assert.match(await look(), late);
    await setNewsletter(db, system, daily.slug, { timeZone: daily.timeZone });
    await rules({ assembleAt: '06:30' });
    await db.updateTable('assemblyRules').set({ owed: '[]' }).execute();
    await db.deleteFrom('assemblies').execute();
  });
});

describe('an assembly that makes no edition', () => {
  const assembleNow = () =>
    assemble(services, { newsletterId: daily.id, cause: 'schedule', actor: system, evenIfNotDue: true });
  const whyNone = async (role: Role = 'editor'): Promise<string[]> => {
    const [, list = ''] = /<details id="skipped">([\s\S]*?)<\/details>/.exec(await look('/desk', role)) ?? [];
    return [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item = '']) =>
      item.replaceAll(/<[^>]*>/g, ''),
    );
  };

  it('is told with its newsletter and the reason: how few stories there were, and how many are needed', async () => {
    await db.deleteFrom('assemblies').execute();
    assert.doesNotMatch(await look(), /Why there was no edition/);
    await rules({ minArticles: 4 });
    await assembleNow();
    assert.match(await look(), /<summary>Why there was no edition<\/summary>/);
    const [few = ''] = await whyNone('reporter');
    assert.match(
      few,
      /, The Daily Courier: only 2 new articles since [\d-]+T[\d:]+Z; at least 4 are needed$/,
    );
    await db.updateTable('assemblies').set({ localDate: '2026-01-01' }).execute();
    await rules({ categories: ['Nothing is of this kind'] });
    await assembleNow();
    const [none = '', earlier = ''] = await whyNone();
    assert.match(none, /no new article since [\d-]+T[\d:]+Z; at least 4 are needed$/);
    assert.equal(earlier, few, 'the newest stands first');
    await rules({ minArticles: 2, categories: [] });
  });

  it('is told for a day and a half, and one that makes an edition is not among them', async () => {
    await db.deleteFrom('assemblies').execute();
    await assembleNow();
    assert.deepEqual(await whyNone(), []);
    const skipped = { newsletterId: daily.id, cause: 'person', reason: 'no new article since then' };
    const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
    const values = [37, 35].map((hours) => ({ ...skipped, localDate: '2026-01-01', at: hoursAgo(hours) }));
    await db.insertInto('assemblies').values(values).execute();
    assert.equal((await whyNone()).length, 1);
    await db.deleteFrom('assemblies').execute();
    await db.updateTable('editions').set({ state: 'cancelled' }).execute();
  });
});

describe('a draft', () => {
  it('needs approval, and says until when and what happens then', async () => {
    await rules({ atDeadline: 'send' });
    await draft();
    assert.match(await look(), /Needs approval/);
    assert.match(await look(), /it is sent by the rule, if it has no fault and nobody holds it/);
    await rules({ atDeadline: 'hold-and-alert' });
    assert.match(
      await look(),
      /Approve it by \d\d:\d\d( tomorrow)?; otherwise it is held, and editors get a mail/,
    );
  });

  it('says what is missing, and is not approved before that is mended', async () => {
    const id = await draft();
    await editEdition(db, system, id, { subject: '' });
    assert.match(await look(), /To be mended first[\s\S]*The mail has no subject/);
    const question = await look(`/desk/editions/${id}/approve`);
    assert.match(
      question,
      /cannot be approved before this is mended[\s\S]*The mail has no subject[\s\S]*<a href="\/desk\/editions\/\d+#faults">/,
    );
    assert.doesNotMatch(question, /Approve and send/);
    const { updatedAt } = await requireEdition(db, id);
    const answer = await press(id, 'approve', { seen: `draft ${updatedAt.getTime()}`, when: 'now' });
    assert.equal(answer.status, 400);
    assert.match(answer.body, /role="alert">the edition cannot be approved: it has no subject/);
    assert.equal(await stateOf(id), 'draft');
  });

  it('is approved in two taps, waits for half a minute, and is held until then by one', async () => {
    await rules({ atDeadline: 'send' });
    const id = await draft();
    const form = await formOn(id, 'approve');
    const answer = await press(id, 'approve', { ...form, when: 'now' });
    assert.equal(answer.headers.get('location'), `/desk/editions/${id}/leaving`);
    const { state, sendAt } = await requireEdition(db, id);
    const seconds = ((sendAt?.getTime() ?? 0) - Date.now()) / 1_000;
    assert.ok(state === 'scheduled' && seconds > 20 && seconds <= 30, `${state} ${seconds}`);
    const page = await look('/desk');
    assert.match(page, /Approved by editor/);
    assert.match(page, /data-until="[^"]+">in \d+ seconds/);

    assert.equal((await press(id, 'hold')).status, 303);
    assert.equal(await stateOf(id), 'draft');
    assert.match(await look(), /Somebody holds it: it goes out only once it is approved/);
    await applyDeadlines(services, new Date(Date.now() + 3 * 3_600_000));
    assert.equal(await stateOf(id), 'draft');
    assert.equal((await press(id, 'approve', await formOn(id, 'approve'))).status, 303);
    assert.equal(await stateOf(id), 'approved');
    assert.match(await look(), /It goes out once somebody says when/);
  });

  it('goes out at a time by its newsletter’s clock, and at none that is past', async () => {
    const id = await draft();
    const fields = { ...(await formOn(id, 'approve')), when: 'at' };
    for (const at of ['', 'soon', '2026-02-31T10:00', '2020-01-01T10:00'])
      assert.equal((await press(id, 'approve', { ...fields, at })).status, 400, at);
    assert.equal(await stateOf(id), 'draft');
    assert.equal((await press(id, 'approve', { ...fields, at: '2099-07-01T07:30' })).status, 303);
    const { sendAt } = await requireEdition(db, id);
    assert.equal(sendAt?.toISOString(), '2099-07-01T04:30:00.000Z');
    const again = { ...(await formOn(id, 'schedule')), when: 'at', at: '2099-01-01T07:30' };
    assert.equal((await press(id, 'schedule', again)).headers.get('location'), '/desk?done=schedule');
    assert.equal((await requireEdition(db, id)).sendAt?.toISOString(), '2099-01-01T05:30:00.000Z');
  });

  it('that somebody has approved or changed meanwhile is not approved by an old page', async () => {
    const id = await draft();
    const form = await formOn(id, 'approve');
    await editEdition(db, system, id, { preheader: 'Another one' });
    const changed = await press(id, 'approve', form);
    assert.equal(changed.status, 409);
    assert.match(changed.body, /Nothing was done: the edition has changed since you opened the page/);
    const fresh = await formOn(id, 'approve');
    await approve(services, { editionId: id, actor: system });
    const late = await press(id, 'approve', fresh);
    assert.equal(late.status, 409);
    assert.match(late.body, /is now “Approved”/);
    assert.equal((await press(id, 'approve')).status, 409);
    assert.equal((await web.get(`/desk/editions/${id}/approve`, headersOf())).status, 409);
    const { updatedAt } = await requireEdition(db, id);
    const asOf = new Date(updatedAt.getTime() - 1);
    await assert.rejects(approve(services, { editionId: id, actor: system, asOf }), { code: 'conflict' });
    const approvals = await db
      .selectFrom('approvals as a')
      .innerJoin('editionRevisions as r', 'r.id', 'a.revisionId')
      .select('a.approvedBy')
      .where('r.editionId', '=', id)
      .execute();
    assert.deepEqual(approvals, [{ approvedBy: 'system:broadsheet' }]);
  });

  it('is held where its deadline has passed, with an alert', async () => {
    await rules({ atDeadline: 'hold-and-alert' });
    const id = await draft();
    await applyDeadlines(services, new Date(Date.now() + 3_600_000));
    const page = await look();
    assert.match(page, /Needs a look[\s\S]*was not approved in time, and is held/);
    assert.ok(page.includes(`<a href="/desk/editions/${id}" aria-label="Look at it The Daily Courier`));
    assert.match(page, /Its deadline has passed: it is held until somebody approves it/);
    await approve(services, { editionId: id, actor: system });
    await press(id, 'hold');
    const held = await look();
    assert.match(held, /Somebody holds it/);
    assert.doesNotMatch(held, /was not approved in time/);
    assert.equal((await press(id, 'discard', await formOn(id, 'discard'))).status, 303);
    assert.equal(await stateOf(id), 'cancelled');
    assert.doesNotMatch(await look(), /Somebody holds it/);
  });
});

describe('a send', () => {
  let first = 0;

  it('shows how far it is, is paused and goes on by a tap, and is stopped after a question', async () => {
    const id = await launchTestSend(services, daily);
    assert.match(await look(), /<progress max="4" value="0" aria-label="The Daily Courier \d+: 0 of 4/);
    assert.equal((await press(id, 'pause')).headers.get('location'), '/desk?done=pause');
    assert.match(await look(), /Paused[\s\S]*paused by a person/);
    const twice = await press(id, 'pause');
    assert.equal(twice.status, 409);
    assert.match(twice.body, /is now “Paused”/);
    assert.equal((await press(id, 'resume')).status, 303);
    assert.equal((await readBalance(db, id)).state, 'sending');
    const question = await look(`/desk/editions/${id}/stop`);
    assert.match(
      question,
      /Stop this send for good\?[\s\S]*0 have it already and keep it; 4 will not get it/,
    );
    assert.match(question, /Only pause it/);
    assert.equal((await readBalance(db, id)).state, 'sending');
    assert.equal((await press(id, 'stop')).status, 303);
    const { state, cancelled } = await readBalance(db, id);
    assert.deepEqual([state, cancelled], ['cancelled', 4]);
    assert.match(await look(), /Stopped/);
  });

  it('that is over shows its numbers as a picture, and in a table behind it', async () => {
    first = await launchTestSend(services, daily);
    await deliverAll(services, relay.url, first);
    const page = await look();
    assert.match(
      page,
      /<svg class="outcome" role="img" aria-label="The Daily Courier \d+: 4 of 4 handed over"/,
    );
    assert.match(page, /<rect class="part-sent" x="0.00" width="100.00"/);
    assert.match(page, /<th scope="row">Handed over<\/th><td>4<\/td><td>100%<\/td>/);
  });

  it('that a limit keeps goes on only after a look at it', async () => {
    await setPublication(db, system, { stopLimits: { leastHandedOver: 4 } });
    await sql`insert into events (kind, subscriber_id, edition_id)
      select 'complained', subscriber_id, edition_id from deliveries where edition_id = ${first} limit 1`.execute(
      db,
    );
    const id = await launchTestSend(services, daily);
    await applyStopRules(services, id);
    const page = await look();
    assert.match(page, /Needs a look[\s\S]*has come to a limit/);
    assert.match(page, new RegExp(`href="/desk/editions/${id}/resume"`));
    const refused = await press(id, 'resume');
    assert.equal(refused.status, 409);
    assert.match(refused.body, /a stop rule keeps the send/);
    assert.match(await look(`/desk/editions/${id}/resume`), /Go on all the same\?[\s\S]*complaints: 1 of 4/);
    assert.equal((await press(id, 'resume', { override: 'on' })).status, 303);
    assert.equal((await readBalance(db, id)).state, 'sending');
    await press(id, 'stop');
  });
});

describe('a send that the relays’ limits leave no room for before it expires', () => {
  it('says how many would not get it, and no more once a limit is raised', async () => {
    const expiresAt = new Date(Date.now() + 3_000_000);
    const id = await launchTestSend(services, daily, { expiresAt });
    assert.doesNotMatch(await look(), /leave room/);
    await addRelay(db, system, { name: 'narrow', host: 'smtp.example', port: 25, perHour: 3 });
    const warning =
      /<ul class="missing"><li>[^<]*(?:<span[^>]*>)?the limits of the relays, warm-up plans included, leave room for 3 until it expires at ([^;]+); 4 are still to go, so 1 would not get it\. Add a relay, or raise a limit/;
    const [, until] = warning.exec(await look()) ?? assert.fail('there is no warning');
    assert.equal(until, expiresAt.toISOString());
    await setRelay(db, system, 'narrow', { perHour: 4 });
    assert.doesNotMatch(await look(), /leave room/);
    await db.deleteFrom('relays').execute();
    await press(id, 'stop');
  });
});

describe('mailboxes that are gone, past the limit', () => {
  it('need a look, with their figure', async () => {
    assert.doesNotMatch(await look(), /hard bounces/);
    const { subscriberId } = await db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('state', '=', 'sent')
      .orderBy('subscriberId', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    const { editionId } = await db
      .selectFrom('deliveries')
      .select('editionId')
      .where('state', '=', 'sent')
      .limit(1)
      .executeTakeFirstOrThrow();
    const data = JSON.stringify({ class: 'hard' });
    await db.insertInto('events').values({ kind: 'bounced', subscriberId, editionId, data }).execute();
    assert.match(
      await look(),
      /Needs a look[\s\S]*The Daily Courier \d+ has come to a limit\. (?:<span[^>]*>)+hard bounces: 1 of 4 handed over by its newsletter in 7 days, 25\.00 %; it stops at 5 %/,
    );
  });
});

describe('what needs a look', () => {
  it('is a source that fails, and a relay that fails to those whose business it is', async () => {
    const source = await addSource(db, system, { url: 'https://feeds.example/rss', title: 'The <b> wire' });
    const failing = { failures: 2, lastError: 'HTTP 500' };
    await db.updateTable('sources').set(failing).where('id', '=', source.id).execute();
    assert.doesNotMatch(await look(), /could not be read/);
    await db.updateTable('sources').set({ failures: 3 }).execute();
    await addRelay(db, system, { name: 'backup', host: 'smtp.example', port: 25 });
    await db.updateTable('relays').set({ failures: 2, lastError: 'connect ECONNREFUSED' }).execute();
    const page = await look();
    assert.match(
      page,
      /The source “The &lt;b&gt; wire” could not be read, 3 times in a row[\s\S]*HTTP 500[\s\S]*<a href="https:\/\/feeds\.example\/rss" aria-label="Open it The &lt;b&gt; wire">/,
    );
    assert.match(page, /The relay backup fails[\s\S]*ECONNREFUSED/);
    const cooling = { relay: 'backup', destination: 'gmail', rule: 'x', reply: '421', heardAt: [new Date()] };
    const until = new Date(Date.now() + 3_600_000);
    await db
      .insertInto('destinationCoolings')
      .values({ ...cooling, since: new Date(), until })
      .execute();
    assert.match(await look(), /gmail gets nothing over backup until/);
    const analyst = await look('/desk', 'analyst');
    assert.match(analyst, /could not be read/);
    assert.doesNotMatch(analyst, /relay|gmail|feeds\.example/);
    await db.updateTable('sources').set({ title: '' }).execute();
    const untitled = await look('/desk', 'analyst');
    assert.match(untitled, /The source “feeds\.example” could not be read/);
    assert.doesNotMatch(untitled, /feeds\.example\/rss/);
  });

  it('is a relay that rests, takes no more editions, or has no password here', async () => {
    const relayIs = async (values: Record<string, unknown>): Promise<string> => {
      const well = {
        failures: 0,
        lastError: null,
        restingUntil: null,
        bulkRestingUntil: null,
        username: null,
      };
      await db
        .updateTable('relays')
        .set({ ...well, ...values })
        .execute();
      return look();
    };
    const until = new Date(Date.now() + 60_000);
    assert.doesNotMatch(await relayIs({}), /The relay/);
    assert.match(
      await relayIs({ restingUntil: until, failures: 3, lastError: 'connect ETIMEDOUT' }),
      /The relay backup rests until [^<]*\d\d:\d\d[^<]*\. (?:<span[^>]*>)+connect ETIMEDOUT/,
    );
    assert.match(
      await relayIs({ bulkRestingUntil: until }),
      /The relay backup takes no more editions until [^<]*\d\d:\d\d/,
    );
    assert.match(
      await relayIs({ username: 'desk' }),
      /The relay backup has no password here: RELAY_BACKUP_PASSWORD is not set\./,
    );
    await relayIs({ enabled: false });
  });
});

describe('a payment of a patron that failed', () => {
  it('is told to owner and editor, and to nobody else', async () => {
    const membershipId = await addPatron(db, 'reader1@readers.example');
    const values = { membershipId, stripeInvoiceId: 'in_1', amount: 500, currency: 'eur' };
    const dates = { beganAt: new Date(), graceUntil: new Date() };
    await db
      .insertInto('dunnings')
      .values({ ...values, ...dates })
      .execute();
    for (const role of ['owner', 'editor'] as const)
      assert.match(await look('/desk', role), /1 payment of patrons failed in 30 days and is still open/);
    for (const role of ['reporter', 'analyst'] as const)
      assert.doesNotMatch(await look('/desk', role), /payment/);
  });
});

describe('who may not send', () => {
  it('sees the line and no button that lets mail out, and is refused', async () => {
    const id = await draft();
    for (const role of ['reporter', 'analyst'] as const) {
      const page = await look('/desk', role);
      assert.match(page, /Needs approval/);
      assert.doesNotMatch(
        page,
        /action="\/desk\/editions|href="\/desk\/editions\/\d+\/(?!compose"|sending"|report")/,
      );
      for (const act of ['approve', 'schedule', 'hold', 'discard', 'pause', 'resume', 'stop'])
        assert.equal((await press(id, act, {}, role)).status, 403, `${role} ${act}`);
    }
    assert.equal(await stateOf(id), 'draft');
  });
});

describe('every page', () => {
  it('changes nothing by being looked at', async () => {
    const id = await draft();
    const going = await launchTestSend(services, daily);
    const things = async () => [
      await db.selectFrom('editions').select(['id', 'state', 'updatedAt', 'sendAt']).orderBy('id').execute(),
      await db.selectFrom('sends').select(['editionId', 'state', 'reason']).orderBy('editionId').execute(),
      await db.selectFrom('auditLog').select('id').orderBy('id').execute(),
      await db.selectFrom('editionRevisions').select('id').orderBy('id').execute(),
    ];
    const earlier = await things();
    for (const path of ['/desk', `/desk/editions/${id}/approve`, `/desk/editions/${id}/discard`])
      assert.equal((await web.get(path, headersOf())).status, 200, path);
    assert.equal((await web.get(`/desk/editions/${going}/stop`, headersOf())).status, 200);
    for (const act of ['hold', 'pause'])
      assert.equal((await web.get(`/desk/editions/${id}/${act}`, headersOf())).status, 404);
    assert.deepEqual(await things(), earlier);
  });

  it('speaks Ukrainian to who has chosen it', async () => {
    await db.updateTable('staff').set({ language: 'uk' }).where('role', '=', 'editor').execute();
    const page = await look();
    for (const word of ['Сьогодні', 'Попереду', 'Чекає на затвердження', 'Надсилається', 'Потребує уваги'])
      assert.match(page, new RegExp(word));
    assert.doesNotMatch(page, /Coming up|Needs approval|Handed over/);
    await db.updateTable('staff').set({ language: 'en' }).execute();
  });

  it('of what is not there says so', async () => {
    for (const id of ['0', 'x', '99999'])
      assert.equal((await press(id as unknown as number, 'hold')).status, 404, id);
  });
});
