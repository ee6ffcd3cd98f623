import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { pauseSend, resumeSend } from '../../src/delivery/control.ts';
import { takeReport } from '../../src/delivery/inbound/take-report.ts';
import { applyStopRules } from '../../src/delivery/stop-rules/apply.ts';
import { findBreaches } from '../../src/delivery/stop-rules/rules.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { stopLimitsSchema } from '../../src/publication/stop-limits.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { smtpError, startRelay } from '../support/relay.ts';
import { cameBack, failures, type Mailed, ownAddress, sendEdition } from '../support/reports.ts';
import { deliverAll, launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const readers = 400;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, readers);
services.config.delivery = { ...services.config.delivery, batchSize: readers, groupSize: 10, connections: 4 };

/** What was sent before counts with a newsletter for a week. */
beforeEach(async () => {
  await db
    .updateTable('sends')
    .set({ launchedAt: new Date('2026-01-01') })
    .execute();
  await db.updateTable('suppressions').set({ liftedAt: new Date() }).execute();
});

/** A relay that knows so many of a hundred readers not. */
const relayWithout = (percent: number, ms = 0) =>
  startRelay({
    onMessage: () => sleep(ms, null),
    refuseRecipient: (address) => {
      const number = Number(/\d+/.exec(address)?.[0] ?? 0);
      return number % 100 < percent ? smtpError(550, '5.1.1 no such user') : null;
    },
  });
const eventsOf = async (editionId: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('events')
    .select('kind')
    .where('editionId', '=', editionId)
    .where('kind', 'like', 'send-%')
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
};
const complain = (editionId: number, count: number) =>
  services.pool.query(
    `insert into events (kind, subscriber_id, edition_id)
     select 'complained', subscriber_id, edition_id from deliveries
     where edition_id = $1 and state = 'sent' order by subscriber_id limit $2`,
    [editionId, count],
  );

describe('a send with many hard bounces', () => {
  it('is paused in its middle, says why, and goes on only where a person overrides the rule', async () => {
    const relay = await relayWithout(10, 10);
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const stopped = await readBalance(db, editionId);
    assert.equal(stopped.state, 'paused');
    assert.match(
      stopped.reason ?? '',
      /^hard bounces: \d+ of \d+ handed over in this send, \d+\.\d\d %; it stops at 5 %$/,
    );
    assert.ok(stopped.sent + stopped.failed >= 200 && stopped.pending > 0, JSON.stringify(stopped));
    await assert.rejects(
      resumeSend(services, editionId, system),
      /a stop rule keeps the send .* hard bounces: .* --override-stop-rule/,
    );
    await resumeSend(services, editionId, system, { overrideStopRule: true });
    await deliverAll(services, relay.url, editionId);
    await applyStopRules(services);
    const over = await readBalance(db, editionId);
    assert.deepEqual([over.state, over.sent + over.failed, over.pending], ['finished', readers, 0]);
    assert.match(over.warnings.join(), /hard bounces: 40 of 400 .*\(overridden by system/);
    assert.deepEqual(await eventsOf(editionId), ['send-stopped']);
  });

  it('is left alone while fewer than two hundred were handed over', async () => {
    await setPublication(db, system, { stopLimits: { leastHandedOver: readers + 1 } });
    const relay = await relayWithout(50);
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const { state, failed } = await readBalance(db, editionId);
    assert.deepEqual([state, failed], ['finished', readers / 2]);
    await setPublication(db, system, { stopLimits: { leastHandedOver: 200 } });
  });

  it('near the limit goes on with a warning, which is news once', async () => {
    const relay = await relayWithout(3);
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    await applyStopRules(services, editionId);
    await applyStopRules(services, editionId);
    const { state, warnings } = await readBalance(db, editionId);
    assert.equal(state, 'finished');
    assert.match(warnings.join(), /hard bounces: 12 of 400 .* 3\.00 %; it is stopped at 5 %/);
    assert.deepEqual(await eventsOf(editionId), ['send-warned']);
  });
});

describe('complaints about a newsletter', () => {
  it('that come after its send stop the next one before it goes out to more', async () => {
    const relay = await startRelay();
    const first = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, first);
    await complain(first, 1);
    await complain(first, 1);
    const next = await launchTestSend(services, newsletter);
    await applyStopRules(services);
    assert.equal((await readBalance(db, next)).state, 'sending', 'one person counts once: 0.25 %');
    await complain(first, 3);
    await applyStopRules(services);
    const { state, reason } = await readBalance(db, next);
    assert.equal(state, 'paused');
    assert.match(
      reason ?? '',
      /complaints: 3 of 400 handed over by its newsletter in 7 days, 0\.75 %; it stops at 0\.3 %/,
    );
  });

  it('keep a send that a person has paused, and are told when it is to go on', async () => {
    const relay = await startRelay();
    const first = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, first);
    const next = await launchTestSend(services, newsletter);
    await pauseSend(services, next, system);
    await complain(first, 10);
    await assert.rejects(resumeSend(services, next, system), /complaints: 10 of 400/);
    assert.equal((await readBalance(db, next)).reason, 'paused by a person');
  });
});

describe('mails that come back for what is sent or who sends it', () => {
  const comeBack = async (mails: Mailed[]): Promise<void> => {
    for (const mail of mails)
      await takeReport(
        services,
        cameBack({ kind: 'bounce', recipients: [{ ...failures.ours, address: mail.address }] }, [
          ownAddress(services, 'return-path', mail),
        ]),
      );
  };
  const lines: Array<{ editionId: number; line: string }> = [];
  const log = new Proxy(services.log, {
    get: (target, name) =>
      name === 'error'
        ? ({ editionId }: { editionId: number }, line: string) => lines.push({ editionId, line })
        : Reflect.get(target, name),
  });
  const linesOf = (edition: number): string[] =>
    lines.filter(({ editionId }) => editionId === edition).map(({ line }) => line);

  it('warn, pause their send at the limit and suppress nobody; a person may override it', async () => {
    const mails = await sendEdition(services, newsletter);
    const editionId = mails[0]?.editionId ?? 0;
    // One reader counts once, however often it is said.
    await comeBack([...mails.slice(0, 19), ...mails.slice(0, 5)]);
    await applyStopRules({ db, log });
    const near = await readBalance(db, editionId);
    assert.equal(near.state, 'sending');
    assert.match(near.warnings.join(), /: 19 of 400 handed over in this send, 4\.75 %; it is stopped at 5 %/);
    await comeBack(mails.slice(19, 20));
    await applyStopRules({ db, log });
    const stopped = await readBalance(db, editionId);
    assert.equal(stopped.state, 'paused');
    assert.match(
      stopped.reason ?? '',
      /^came back for what is sent or who sends it: 20 of 400 handed over in this send, 5\.00 %; it stops at 5 %$/,
    );
    assert.deepEqual(linesOf(editionId), ['a send comes near a stop rule', 'a stop rule applies to a send']);
    const stops = db.selectFrom('suppressions').select('id').where('liftedAt', 'is', null);
    assert.deepEqual(await stops.execute(), []);
    await assert.rejects(resumeSend(services, editionId, system), /20 of 400 .* --override-stop-rule/);
    await resumeSend(services, editionId, system, { overrideStopRule: true });
    await comeBack(mails.slice(20, 40));
    await applyStopRules({ db, log });
    assert.equal((await readBalance(db, editionId)).state, 'sending');
  });

  it('after the end of their send are told at once, and stop the next one of the newsletter', async () => {
    const mails = await sendEdition(services, newsletter);
    const editionId = mails[0]?.editionId ?? 0;
    const send = db.updateTable('sends').where('editionId', '=', editionId);
    await send.set({ state: 'finished', finishedAt: new Date() }).execute();
    await applyStopRules({ db, log });
    assert.deepEqual(await eventsOf(editionId), []);
    await comeBack(mails.slice(0, 30));
    // The one who is about to tell dies: the next one tells.
    await sql`alter table send_stops add constraint nobody_tells check (false) not valid`.execute(db);
    await assert.rejects(applyStopRules({ db, log }), /nobody_tells/);
    await sql`alter table send_stops drop constraint nobody_tells`.execute(db);
    await applyStopRules({ db, log });
    await applyStopRules({ db, log });
    assert.deepEqual(linesOf(editionId), [
      'a stop rule applies to a send that is over: look before its newsletter sends again',
    ]);
    assert.deepEqual(await eventsOf(editionId), ['send-stopped']);
    assert.equal((await readBalance(db, editionId)).state, 'finished');
    const next = await launchTestSend(services, newsletter);
    await applyStopRules({ db, log }, next);
    const { state, reason } = await readBalance(db, next);
    assert.equal(state, 'paused');
    assert.match(reason ?? '', /30 of 400 handed over by its newsletter in 7 days, 7\.50 %/);
  });
});

describe('the limits of the stop rules', () => {
  it('say nothing of 199 that were handed over, and stop at the very figure of 200', () => {
    const limits = stopLimitsSchema.parse({});
    const levels = (handedOver: number, bounces: number, complaints = 0, faults = 0): string[] => {
      const share = { handedOver, bounces, complaints, faults };
      const none = { handedOver: 0, bounces: 0, complaints: 0, faults: 0 };
      const figures = { editionId: 1, state: 'sending', send: share, newsletter: none };
      return findBreaches(figures, limits).map(({ rule, level }) => `${rule}: ${level}`);
    };
    assert.deepEqual(levels(199, 100, 100, 100), []);
    assert.deepEqual(levels(200, 10), ['hard-bounces: stop']);
    assert.deepEqual(levels(200, 9), ['hard-bounces: warn']);
    assert.deepEqual(levels(200, 3), []);
    assert.deepEqual(levels(1000, 0, 3), ['complaints: stop']);
    assert.deepEqual(levels(1000, 50, 1), ['complaints: warn', 'hard-bounces: stop']);
    assert.deepEqual(levels(1000, 0, 0, 9), []);
    assert.deepEqual(levels(1000, 0, 0, 10), ['sender-faults: warn']);
    assert.deepEqual(levels(1000, 0, 0, 50), ['sender-faults: stop']);
  });

  it('are the publication’s, and what is no percentage is refused', async () => {
    await assert.rejects(setPublication(db, system, { stopLimits: { bouncesStop: 101 } }), /0 to 100/);
    const { stopLimits } = await setPublication(db, system, {
      stopLimits: { complaintsStop: 0.2, faultsStop: 8 },
    });
    const { complaintsStop, bouncesStop, faultsWarn, faultsStop } = stopLimits;
    assert.deepEqual([complaintsStop, bouncesStop, faultsWarn, faultsStop], [0.2, 5, 1, 8]);
  });
});
