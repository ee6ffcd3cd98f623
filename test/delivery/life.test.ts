import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { resendUncertain, tidySends } from '../../src/delivery/control.ts';
import { takeReport } from '../../src/delivery/inbound/take-report.ts';
import { listDeliveries } from '../../src/delivery/list-deliveries.ts';
import { takeLease } from '../../src/delivery/queries/batches.ts';
import { insertEvent } from '../../src/delivery/queries/deliveries.ts';
import { showDelivery } from '../../src/delivery/show-delivery.ts';
import { eraseSubscriber } from '../../src/subscribers/erase.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { suppressAddress } from '../../src/subscribers/suppress-address.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { parseExposition, valueOf } from '../support/exposition.ts';
import { type RelayScript, smtpError, startRelay } from '../support/relay.ts';
import { cameBack, failures, ownAddress } from '../support/reports.ts';
import { deliverAll, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
services.config.delivery = { ...services.config.delivery, batchSize: 4 };
const { db, pool } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 10);

const reader = (number: number): string => `reader${number}@readers.example`;

async function lifeOf(editionId: number, addressKey: string) {
  const subscriberId = (await findSubscriber(db, addressKey))?.id ?? null;
  return showDelivery(services, editionId, { addressKey, subscriberId });
}

/** Launches an edition and delivers what is due of it once. */
async function send(script: RelayScript = {}): Promise<{ editionId: number; url: string }> {
  const { url } = await startRelay(script);
  const editionId = await launchTestSend(services, newsletter);
  await deliverAll(services, url, editionId);
  return { editionId, url };
}

const told = (history: Awaited<ReturnType<typeof lifeOf>>['history']) =>
  history.map(({ attempt, outcome, reply }) => [attempt, outcome, reply?.slice(0, 9) ?? null]);

describe('the life of a delivery', () => {
  it('tells of a reply that put it off, and of the one that took it', async () => {
    const replies = new Map([[reader(1), [smtpError(450, '4.2.1 later'), smtpError(451, '4.3.0 later')]]]);
    const { editionId, url } = await send({ refuseRecipient: (to) => replies.get(to)?.shift() ?? null });
    await makeDue(services, editionId);
    await deliverAll(services, url, editionId);
    await makeDue(services, editionId);
    await deliverAll(services, url, editionId);
    const life = await lifeOf(editionId, reader(1));
    assert.deepEqual(told(life.history), [
      [1, 'deferred', '450 4.2.1'],
      [2, 'deferred', '451 4.3.0'],
      [3, 'sent', '250 OK: m'],
    ]);
    assert.deepEqual([life.state, life.attempts, life.revision, life.variant], ['sent', 3, 1, 'reader']);
    assert.deepEqual(
      life.history.map(({ relay }) => relay),
      ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
    );
    assert.match(life.messageId ?? '', new RegExp(`^<e${editionId}\\.s${life.subscriberId}@`));
    const times = life.history.map(({ at }) => at.getTime());
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });

  it('is told from its row alone where it was taken at once: nothing more is written', async () => {
    const { editionId } = await send();
    const { history, state } = await lifeOf(editionId, reader(2));
    assert.deepEqual([state, told(history)], ['sent', [[1, 'sent', '250 OK: m']]]);
    const kept = await db
      .selectFrom('deliveryAttempts')
      .select('id')
      .where('editionId', '=', editionId)
      .execute();
    assert.deepEqual(kept, []);
  });

  it('tells why it was refused for good', async () => {
    const refuse = (to: string) => (to === reader(3) ? smtpError(550, '5.1.1 no such user') : null);
    const { editionId } = await send({ refuseRecipient: refuse });
    const { history } = await lifeOf(editionId, reader(3));
    assert.deepEqual(told(history), [[1, 'failed', '550 5.1.1']]);
    assert.equal(history[0]?.replyClass, 'hard');
  });

  it('tells of a doubt, of the person who had it sent again, and of the second mail', async () => {
    let lost = true;
    const { editionId, url } = await send({
      onMessage: ({ to }, { close }) => {
        if (to !== reader(4) || !lost) return null;
        lost = false;
        close();
        return 'hang';
      },
    });
    assert.deepEqual(told((await lifeOf(editionId, reader(4))).history), [[1, 'uncertain', 'the relay']]);
    await resendUncertain(services, editionId, system);
    await makeDue(services, editionId);
    await deliverAll(services, url, editionId);
    assert.deepEqual(told((await lifeOf(editionId, reader(4))).history), [
      [1, 'uncertain', 'the relay'],
      [1, 'waiting', null],
      [2, 'sent', '250 OK: m'],
    ]);
  });

  for (const [who, find] of [
    ['the next worker', (editionId: number) => lease(editionId)],
    ['the sweep', () => tidySends(services)],
  ] as const)
    it(`tells that the worker ended, when ${who} finds it`, async () => {
      const editionId = await launchTestSend(services, newsletter);
      await db
        .updateTable('deliveries')
        .set({ state: 'sending', attempt: 1, attemptId: crypto.randomUUID() })
        .where('editionId', '=', editionId)
        .where('batch', '=', 0)
        .execute();
      await find(editionId);
      const { history, state } = await lifeOf(editionId, reader(1));
      assert.deepEqual([state, told(history)], ['uncertain', [[1, 'uncertain', null]]]);
      assert.match(history[0]?.reason ?? '', /the worker ended/);
    });

  const lease = (editionId: number): Promise<boolean> =>
    takeLease(pool, { editionId, batch: 0, leaseId: crypto.randomUUID(), seconds: 60, holder: 'a test' });

  it('tells what came back, and what was decided; the metrics count it', async () => {
    const { editionId } = await send();
    const { subscriberId, address } = await lifeOf(editionId, reader(8));
    const mailed = { editionId, subscriberId, address };
    const to = ownAddress(services, 'return-path', mailed);
    await takeReport(
      services,
      cameBack({ kind: 'bounce', recipients: [{ ...failures.hard, address }] }, [to]),
    );
    const { reports, news, suppressions, state } = await lifeOf(editionId, reader(8));
    assert.deepEqual(
      reports.map(({ kind, class: found, decision }) => [kind, found, decision]),
      [['bounce', 'hard', 'suppressed']],
    );
    assert.deepEqual(
      [state, news.map(({ kind }) => kind), suppressions.map(({ reason }) => reason)],
      ['sent', ['bounced'], ['hard-bounce']],
    );
    const samples = parseExposition(await services.metrics.registry.metrics());
    const labels = { kind: 'bounce', decision: 'suppressed' };
    assert.equal(valueOf(samples, 'broadsheet_reports_total', labels), 1);
  });

  it('tells what came later: a bounce, and that the address was suppressed', async () => {
    const { editionId } = await send();
    const { subscriberId } = await lifeOf(editionId, reader(5));
    await insertEvent(db, { kind: 'bounced', subscriberId, editionId, data: { status: '5.1.1' } });
    await insertEvent(db, { kind: 'bounced', subscriberId, editionId: editionId - 1, data: {} });
    await suppressAddress(services, system, reader(5), ['bulk']);
    const { news, suppressions } = await lifeOf(editionId, reader(5));
    assert.deepEqual(
      news.map(({ kind, data }) => [kind, data]),
      [['bounced', { status: '5.1.1' }]],
    );
    assert.deepEqual(
      suppressions.map(({ reason, streams }) => [reason, streams]),
      [['manual', ['bulk']]],
    );
  });

  it('is found by the address that it went to, whatever the person is reached by now', async () => {
    const { editionId } = await send();
    const moved = { address: 'moved@readers.example', addressKey: 'moved@readers.example' };
    await db.updateTable('subscribers').set(moved).where('addressKey', '=', reader(6)).execute();
    for (const address of [reader(6), moved.address])
      assert.equal((await lifeOf(editionId, address)).address, reader(6));
    await assert.rejects(lifeOf(editionId, 'nobody@readers.example'), /was not addressed to "nobody@/);
    await assert.rejects(lifeOf(999_999, reader(1)), /edition 999999 has not been launched/);
  });

  it('is gone where the person is erased: a reply may name them', async () => {
    const refuse = (to: string) => (to === reader(7) ? smtpError(550, `5.1.1 <${to}> unknown`) : null);
    const { editionId } = await send({ refuseRecipient: refuse });
    assert.match((await lifeOf(editionId, reader(7))).history[0]?.reply ?? '', /reader7@/);
    await eraseSubscriber(services, system, reader(7));
    const kept = await db.selectFrom('deliveryAttempts').select('reply').execute();
    assert.ok(kept.every(({ reply }) => !reply?.includes('reader7@')));
  });
});

describe('the list of an edition', () => {
  it('comes a page at a time, of all or of one state, each row once', async () => {
    const odd = (to: string) => (/reader[12]@/.test(to) ? smtpError(450, '4.2.1 later') : null);
    const { editionId } = await send({ refuseRecipient: odd });
    const pages = async (state?: string): Promise<Array<[string, string]>> => {
      const rows: Array<[string, string]> = [];
      let after: string | undefined;
      do {
        const page = await listDeliveries(db, { editionId, state, limit: 2, after });
        assert.ok(page.deliveries.length <= 2);
        rows.push(...page.deliveries.map((row): [string, string] => [row.address, row.state]));
        after = page.next ?? undefined;
      } while (after !== undefined);
      return rows;
    };
    const all = await pages();
    const ledger = await db
      .selectFrom('deliveries')
      .select(['address', 'state'])
      .where('editionId', '=', editionId)
      .execute();
    assert.deepEqual(new Set(all.map(([address]) => address)), new Set(ledger.map(({ address }) => address)));
    assert.equal(all.length, ledger.length);
    assert.deepEqual(await pages('deferred'), [
      [reader(1), 'deferred'],
      [reader(2), 'deferred'],
    ]);
    assert.deepEqual(await pages('uncertain'), []);
  });

  it('says what is wrong with a question', async () => {
    const editionId = await launchTestSend(services, newsletter);
    const ask = (wrong: object) => listDeliveries(db, { editionId, limit: 10, ...wrong });
    await assert.rejects(ask({ state: 'gone' }), /the state is "gone"; allowed is one of waiting, sending/);
    await assert.rejects(ask({ limit: 10_001 }), /the limit is 10001; 1 to 10000/);
    await assert.rejects(ask({ after: '1' }), /the place is "1"; it is the "next"/);
    await assert.rejects(ask({ editionId: 999_999 }), /has not been launched/);
  });
});
