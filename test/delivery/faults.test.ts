import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { type Balance, readBalance } from '../../src/delivery/balance.ts';
import { cancelSend, resendUncertain, resumeSend, tidySends } from '../../src/delivery/control.ts';
import { launchSend, openSend } from '../../src/delivery/launch.ts';
import { queueServiceMail } from '../../src/delivery/service-mails.ts';
import { hashAddress } from '../../src/address-hash.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { sendAndRead } from '../support/mails.ts';
import { type Relay, smtpError, startRelay } from '../support/relay.ts';
import { deliverAll, launchTestSend, makeDue, prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;
const newsletter: Newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 30);
services.config.delivery = { ...services.config.delivery, batchSize: 10, groupSize: 5, connections: 2 };

async function assertBalanced(editionId: number): Promise<Balance> {
  const balance = await readBalance(db, editionId);
  const { eligible, sent, failed, suppressed, uncertain, cancelled, pending } = balance;
  assert.equal(eligible, sent + failed + suppressed + uncertain + cancelled + pending);
  return balance;
}

function assertOnce({ received }: Relay): void {
  const addresses = received.map(({ to }) => to);
  assert.equal(new Set(addresses).size, addresses.length, 'somebody got two');
}

const idOf = async (address: string): Promise<number> => {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('address', '=', address)
    .executeTakeFirstOrThrow();
  return row.id;
};
const queueMail = async (address: string, idempotencyKey: string): Promise<void> => {
  const request = {
    kind: 'already-subscribed',
    idempotencyKey,
    subscriberId: await idOf(address),
    address,
    addressHash: hashAddress(services.config.suppressionKey, address),
    language: 'en',
    props: {},
    expiresAt: new Date(Date.now() + 3_600_000),
  };
  await db.transaction().execute((trx) => queueServiceMail(trx, request));
};

beforeEach(async () => {
  await db.updateTable('suppressions').set({ liftedAt: new Date() }).execute();
  await db.updateTable('subscriptions').set({ state: 'confirmed', endedAt: null }).execute();
});

describe('refused recipients', () => {
  it('hold nobody else up: the connection carries on, and one pass is enough', async () => {
    const relay = await startRelay({
      refuseRecipient: (address) =>
        /^reader\d*[05]@/.test(address) ? smtpError(550, '5.1.1 no such user') : null,
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const { state, sent, failed } = await assertBalanced(editionId);
    assert.deepEqual([state, sent, failed], ['finished', 24, 6]);
  });
});

describe('a relay that refuses us', () => {
  it('pauses the send and says why; nobody is failed for it, and all get it once it is mended', async () => {
    for (const script of [
      { onMessage: () => smtpError(550, '5.7.26 unauthenticated mail is not accepted') },
      { refuseRecipient: () => smtpError(554, '5.7.1 Relay access denied') },
      { refuseRecipient: () => smtpError(554, '5.7.1 Recipient address rejected: Access denied') },
    ]) {
      const broken = await startRelay(script);
      const editionId = await launchTestSend(services, newsletter);
      await deliverAll(services, broken.url, editionId);
      const paused = await assertBalanced(editionId);
      assert.deepEqual([paused.state, paused.failed, paused.pending], ['paused', 0, 30]);
      assert.match(paused.reason ?? '', /refuses our mail: 55[04]/);
      await resumeSend(services, editionId, system);
      await makeDue(services, editionId);
      const mended = await startRelay();
      await deliverAll(services, mended.url, editionId);
      const { state, sent, reason } = await assertBalanced(editionId);
      assert.deepEqual([state, sent, reason], ['finished', 30, null]);
    }
  });

  it('for one recipient among many fails that one only, and suppresses nobody', async () => {
    const relay = await startRelay({
      refuseRecipient: (address) =>
        address.startsWith('reader9@') ? smtpError(550, '5.7.1 blocked by policy') : null,
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, relay.url, editionId);
    const { state, sent, failed } = await assertBalanced(editionId);
    assert.deepEqual([state, sent, failed], ['finished', 29, 1]);
    const live = await db.selectFrom('suppressions').select('id').where('liftedAt', 'is', null).execute();
    assert.deepEqual(live, []);
  });

  it('once is asked by one batch, not by each: the whole send is held for a moment', async () => {
    const gone = await startRelay();
    await gone.close();
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, gone.url, editionId);
    const touched = await db
      .selectFrom('deliveries')
      .select('batch')
      .distinct()
      .where('editionId', '=', editionId)
      .where('reply', 'is not', null)
      .execute();
    assert.equal(touched.length, 1);
    const { notBefore } = await db
      .selectFrom('sends')
      .select('notBefore')
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.ok(notBefore && notBefore > new Date());
  });
});

describe('a "no" that is said while the audience is being frozen', () => {
  it('counts: the send begins without that reader', async () => {
    const launch = await prepareTestSend(services, newsletter);
    const subscriberId = await idOf('reader4@readers.example');
    await db.transaction().execute(async (trx) => {
      await launchSend(trx, services.config, launch);
      // Committed by another connection, before the launch is.
      const target = { subscriberId, newsletterId: newsletter.id };
      await unsubscribe(services, target, { source: 'one-click' });
    });
    assert.equal((await readBalance(db, launch.editionId)).state, 'launching');
    await openSend(db, launch.editionId);
    const { state, suppressed, waiting } = await assertBalanced(launch.editionId);
    assert.deepEqual([state, suppressed, waiting], ['sending', 1, 29]);
  });

  it('and a launch that was cut off in its middle is opened by the sweep', async () => {
    const launch = await prepareTestSend(services, newsletter);
    await db.transaction().execute((trx) => launchSend(trx, services.config, launch));
    const relay = await startRelay();
    await deliverAll(services, relay.url, launch.editionId);
    assert.equal(relay.received.length, 0, 'nothing goes out before it is opened');
    await tidySends(services);
    await deliverAll(services, relay.url, launch.editionId);
    assert.equal((await assertBalanced(launch.editionId)).sent, 30);
  });
});

describe('a cancel in mid-send', () => {
  it('always wins, whatever the workers hold at that moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const relay = await startRelay();
      const editionId = await launchTestSend(services, newsletter);
      const sending = Promise.all([
        deliverAll(services, relay.url, editionId),
        deliverAll(services, relay.url, editionId),
      ]);
      await new Promise((resolve) => setTimeout(resolve, round * 8));
      const { state } = await readBalance(db, editionId);
      if (state === 'sending') await cancelSend(services, editionId, system).catch(() => {});
      await sending;
      await tidySends(services);
      const balance = await assertBalanced(editionId);
      assert.equal(balance.pending, 0);
      assert.equal(balance.sent, relay.received.length);
    }
  });
});

describe('a late outcome', () => {
  it('of mails that were certainly not handed over makes their rows wait again, though their batch was finished', async () => {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const relay = await startRelay({
      refuseRecipient: (address) =>
        address.startsWith('reader5@') ? smtpError(451, '4.3.0 try again later') : null,
      onMessage: async (mail) => {
        if (!mail.to.startsWith('reader4@')) return null;
        arrived.resolve();
        await released.promise;
        return null;
      },
    });
    const editionId = await launchTestSend(services, newsletter);
    const first = deliverAll(services, relay.url, editionId);
    await arrived.promise;
    await db
      .updateTable('deliveryBatches')
      .set({ leaseUntil: new Date(0) })
      .where('editionId', '=', editionId)
      .where('leaseId', 'is not', null)
      .execute();
    const second = await startRelay();
    await deliverAll(services, second.url, editionId);
    const between = await assertBalanced(editionId);
    assert.ok(between.uncertain >= 1);
    released.resolve();
    await first;
    const after = await assertBalanced(editionId);
    assert.deepEqual([after.uncertain, after.suppressed], [0, 0]);
    await makeDue(services, editionId);
    await deliverAll(services, second.url, editionId);
    const { sent, state } = await assertBalanced(editionId);
    assert.deepEqual([sent, state], [30, 'finished']);
    assertOnce({ ...second, received: [...relay.received, ...second.received] });
  });
});

describe('the uncertain', () => {
  it('are sent again by a person’s decision, under the same Message-ID, less those who left meanwhile', async () => {
    const lost = await startRelay({
      onMessage: ({ to }, connection) => {
        if (!/^reader[34]@/.test(to)) return null;
        connection.close();
        return 'hang';
      },
    });
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, lost.url, editionId);
    assert.equal((await assertBalanced(editionId)).uncertain, 2);
    const target = { subscriberId: await idOf('reader4@readers.example'), newsletterId: newsletter.id };
    await unsubscribe(services, target, { source: 'one-click' });
    assert.equal(await resendUncertain(services, editionId, system), 1);
    const again = await startRelay();
    await deliverAll(services, again.url, editionId);
    const { sent, uncertain, suppressed, state } = await assertBalanced(editionId);
    assert.deepEqual([sent, uncertain, suppressed, state], [29, 0, 1, 'finished']);
    const idIn = ({ received }: Relay, to: string): string | undefined =>
      /^Message-ID: (.+)/m.exec(received.find((mail) => mail.to === to)?.raw.toString('latin1') ?? '')?.[1];
    assert.equal(idIn(again, 'reader3@readers.example'), idIn(lost, 'reader3@readers.example'));
  });
});

describe('a service mail', () => {
  it('is sent once, though the ledger fails in the moment when it is written down', async () => {
    await sql`create sequence failures`.execute(db);
    await sql`create function fail_twice() returns trigger language plpgsql as $$
      begin
        if new.state = 'sent' and nextval('failures') <= 2 then
          raise exception 'deadlock on purpose' using errcode = '40P01';
        end if;
        return new;
      end $$`.execute(db);
    await sql`create trigger fail_twice before update on service_mails for each row execute function fail_twice()`.execute(
      db,
    );
    await queueMail('reader1@readers.example', 'once');
    const relay = await startRelay();
    await sendAndRead(services, relay);
    await sendAndRead(services, relay);
    assert.equal(relay.received.length, 1);
    const { state } = await db.selectFrom('serviceMails').select('state').executeTakeFirstOrThrow();
    assert.equal(state, 'sent');
    await sql`drop trigger fail_twice on service_mails`.execute(db);
  });

  it('of a sample publication goes nowhere but to the local inbox', async () => {
    await db.updateTable('publications').set({ isSample: true }).execute();
    await queueMail('reader2@readers.example', 'sample');
    const relay = await startRelay();
    services.config.smtpIsLocalInbox = false;
    await sendAndRead(services, relay);
    assert.equal(relay.received.length, 0);
    services.config.smtpIsLocalInbox = true;
    await sendAndRead(services, relay);
    assert.equal(relay.received.length, 1);
    await db.updateTable('publications').set({ isSample: false }).execute();
  });
});
