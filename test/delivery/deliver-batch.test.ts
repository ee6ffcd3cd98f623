import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { cancelSend, pauseSend, resumeSend, tidySends } from '../../src/delivery/control.ts';
import { suppress, withdraw } from '../../src/delivery/suppress.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { type Relay, smtpError, startRelay } from '../support/relay.ts';
import { startScriptedRelay } from '../support/scripted-relay.ts';
import { deliverAll, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const newsletter: Newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 30);
const delivery = { ...services.config.delivery, batchSize: 10, groupSize: 5, connections: 2 };
services.config.delivery = delivery;

/** Every row of the ledger, counted anew, must be what the kept counts say, and their sum the eligible. */
async function assertBalanced(editionId: number) {
  const balance = await readBalance(services.db, editionId);
  const { eligible, sent, failed, suppressed, uncertain, cancelled, pending } = balance;
  assert.equal(eligible, sent + failed + suppressed + uncertain + cancelled + pending);
  const rows = await services.db
    .selectFrom('deliveries')
    .select('state')
    .where('editionId', '=', editionId)
    .execute();
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  assert.deepEqual(
    [count('sent'), count('failed'), count('suppressed'), count('uncertain'), count('cancelled')],
    [sent, failed, suppressed, uncertain, cancelled],
  );
  return balance;
}

function assertOnce({ received }: Relay): void {
  const addresses = received.map(({ to }) => to);
  assert.equal(new Set(addresses).size, addresses.length, 'somebody got two');
}

describe('a send', () => {
  beforeEach(async () => {
    await services.db.updateTable('suppressions').set({ liftedAt: new Date() }).execute();
  });

  it('reaches every reader once and balances', async () => {
    const relay = await startRelay();
    const editionId = await launchTestSend(services, newsletter);
    assert.equal((await assertBalanced(editionId)).pending, 30);
    await deliverAll(services, relay.url, editionId);
    const balance = await assertBalanced(editionId);
    assert.deepEqual([balance.state, balance.sent, relay.received.length], ['finished', 30, 30]);
    assertOnce(relay);
  });

  it('is recorded though the relay answers with a NUL, which PostgreSQL takes into no text', async () => {
    const relay = await startScriptedRelay((line) =>
      line === 'DATA-END' ? '250 2.0.0 queued as \0 1' : null,
    );
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const { sent, uncertain } = await assertBalanced(editionId);
    assert.deepEqual([sent, uncertain, relay.messages.length], [30, 0, 30]);
  });

  it('gives each reader their own links, and one mail to one recipient', async () => {
    const relay = await startRelay();
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const links = relay.received.map(
      ({ raw }) => /^List-Unsubscribe: <(.+)>/m.exec(raw.toString('latin1'))?.[1],
    );
    assert.equal(new Set(links).size, 30);
  });

  it('does not mail who is suppressed, and says why', async () => {
    const relay = await startRelay();
    const person = await services.db
      .selectFrom('subscribers')
      .selectAll()
      .where('address', '=', 'reader7@readers.example')
      .executeTakeFirstOrThrow();
    await suppress(services.db, system, {
      addressHash: person.addressHash,
      address: person.address,
      reason: 'complaint',
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const { suppressed, sent } = await assertBalanced(editionId);
    assert.deepEqual([suppressed, sent], [1, 29]);
    assert.ok(!relay.received.some(({ to }) => to === person.address));
  });

  it('tries again after a 4xx, and keeps a 5xx with its class and reply', async () => {
    let refusals = 0;
    const relay = await startRelay({
      refuseRecipient: (address) => {
        if (address.startsWith('reader1@')) return smtpError(550, '5.1.1 no such user here');
        if (address.startsWith('reader2@') && (refusals += 1) === 1)
          return smtpError(451, '4.3.0 try again later');
        return null;
      },
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const between = await assertBalanced(editionId);
    assert.deepEqual([between.state, between.deferred, between.failed], ['sending', 1, 1]);
    await makeDue(services, editionId);
    await deliverAll(services, relay.url, editionId);
    const balance = await assertBalanced(editionId);
    assert.deepEqual([balance.state, balance.sent, balance.failed], ['finished', 29, 1]);
    const failed = await services.db
      .selectFrom('deliveries')
      .selectAll()
      .where('editionId', '=', editionId)
      .where('state', '=', 'failed')
      .executeTakeFirstOrThrow();
    assert.equal(failed.replyClass, 'hard');
    assert.match(failed.reply ?? '', /550 5\.1\.1 no such user here/);
  });

  it('ends retries with the expiry of the edition', async () => {
    const relay = await startRelay({ refuseRecipient: () => smtpError(451, '4.3.0 later') });
    const editionId = await launchTestSend(services, newsletter, {
      expiresAt: new Date(Date.now() + 30_000),
    });
    await deliverAll(services, relay.url, editionId);
    await services.db
      .updateTable('sends')
      .set({ expiresAt: new Date(0) })
      .where('editionId', '=', editionId)
      .execute();
    await tidySends(services);
    const { failed, pending, state } = await assertBalanced(editionId);
    assert.deepEqual([failed, pending, state], [30, 0, 'finished']);
  });

  it('calls it uncertain when the connection is lost after the final dot, and never sends again', async () => {
    const relay = await startRelay({
      onMessage: (mail, connection) => {
        if (!mail.to.startsWith('reader3@')) return null;
        connection.close();
        return 'hang';
      },
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    await makeDue(services, editionId);
    await deliverAll(services, relay.url, editionId);
    const { uncertain, sent, state } = await assertBalanced(editionId);
    assert.deepEqual([uncertain, sent, state], [1, 29, 'finished']);
    assertOnce(relay);
  });

  it('waits for a relay that is away, and loses nobody', async () => {
    const gone = await startRelay();
    await gone.close();
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, gone.url, editionId);
    const away = await assertBalanced(editionId);
    assert.deepEqual([away.pending, away.state], [30, 'sending']);
    assert.match(away.reason ?? '', /relay could not be used/);
    const attempts = await services.db
      .selectFrom('deliveries')
      .select('attempt')
      .where('editionId', '=', editionId)
      .execute();
    assert.ok(
      attempts.every(({ attempt }) => attempt === 0),
      'an attempt was counted that was none',
    );
    const back = await startRelay({}, gone.port);
    await makeDue(services, editionId);
    await deliverAll(services, back.url, editionId);
    const balance = await assertBalanced(editionId);
    assert.deepEqual([balance.sent, balance.state, balance.reason], [30, 'finished', null]);
  });

  it('stops while paused, goes on when resumed, and ends when cancelled', async () => {
    const relay = await startRelay({
      onMessage: () => new Promise<null>((resolve) => setTimeout(() => resolve(null), 40)),
    });
    const editionId = await launchTestSend(services, newsletter);
    const sending = deliverAll(services, relay.url, editionId);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await pauseSend(services, editionId, system);
    await sending;
    const paused = await assertBalanced(editionId);
    assert.equal(paused.state, 'paused');
    assert.ok(
      paused.waiting > 0 && paused.sending === 0,
      `${paused.waiting} wait, ${paused.sending} in hand`,
    );
    await resumeSend(services, editionId, system);
    await makeDue(services, editionId);
    const goingOn = deliverAll(services, relay.url, editionId);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await cancelSend(services, editionId, system);
    await goingOn;
    const { state, pending, cancelled, sent } = await assertBalanced(editionId);
    assert.deepEqual([state, pending], ['cancelled', 0]);
    assert.equal(cancelled + sent, 30);
    assertOnce(relay);
  });

  it('counts a "no" at once, also in mid-send', async () => {
    const relay = await startRelay({
      onMessage: () => new Promise<null>((resolve) => setTimeout(() => resolve(null), 60)),
    });
    const editionId = await launchTestSend(services, newsletter);
    const sending = deliverAll(services, relay.url, editionId);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const last = await services.db
      .selectFrom('deliveries')
      .select('subscriberId')
      .where('editionId', '=', editionId)
      .where('state', '=', 'waiting')
      .orderBy('subscriberId', 'desc')
      .executeTakeFirstOrThrow();
    await withdraw(services.db, {
      subscriberId: last.subscriberId,
      newsletterId: newsletter.id,
      reason: 'unsubscribed',
    });
    await sending;
    const { suppressed, sent } = await assertBalanced(editionId);
    assert.deepEqual([suppressed, sent], [1, 29]);
  });

  it('puts in doubt what a worker had in hand that slept past its lease, and takes its late outcome', async () => {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<null>();
    const relay = await startRelay({
      onMessage: (mail) => {
        if (!mail.to.startsWith('reader5@')) return null;
        arrived.resolve();
        return released.promise;
      },
    });
    const editionId = await launchTestSend(services, newsletter);
    const first = deliverAll(services, relay.url, editionId);
    await arrived.promise;
    await services.db
      .updateTable('deliveryBatches')
      .set({ leaseUntil: new Date(0) })
      .where('editionId', '=', editionId)
      .where('leaseId', 'is not', null)
      .execute();
    await deliverAll(services, relay.url, editionId);
    assert.ok((await assertBalanced(editionId)).uncertain >= 1);
    released.resolve(null);
    await first;
    const { uncertain, sent, state } = await assertBalanced(editionId);
    assert.deepEqual([uncertain, sent, state], [0, 30, 'finished']);
    assertOnce(relay);
  });

  it('is shared by two workers without anybody getting two', async () => {
    const relay = await startRelay();
    const editionId = await launchTestSend(services, newsletter);
    await Promise.all([
      deliverAll(services, relay.url, editionId),
      deliverAll(services, relay.url, editionId),
    ]);
    const { sent, state } = await assertBalanced(editionId);
    assert.deepEqual([sent, state], [30, 'finished']);
    assertOnce(relay);
  });
});
