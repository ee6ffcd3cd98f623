import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashAddress } from '../../src/address-hash.ts';
import { system } from '../../src/access/actor.ts';
import type { Config } from '../../src/config.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { cancelSend } from '../../src/delivery/control.ts';
import { deliverNext } from '../../src/delivery/deliver-next.ts';
import { hintBatches, launchSend, openSend } from '../../src/delivery/launch.ts';
import { takeLease } from '../../src/delivery/queries/batches.ts';
import { chooseBatch, isWaitedFor } from '../../src/delivery/queries/fairness.ts';
import { selectDueBatches } from '../../src/delivery/queries/sends.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { queueServiceMail } from '../../src/delivery/service-mails.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { createJobs } from '../../src/jobs.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import { startWorker } from '../../workers/start-worker.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { skipWithout } from '../support/needs.ts';
import { startRedis } from '../support/redis.ts';
import { startRelay } from '../support/relay.ts';
import { prepareTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

const services = await createTestServices();
const { db, pool } = services;
const daily = await openNewsroom(services);
await addCrowd(services, daily, 2_400);
const alerts = await addNewsletter(db, system, { slug: 'alerts', name: 'Alerts', priority: 'alert' });
await addReaders(services, alerts, 8);
services.config.delivery = { ...services.config.delivery, batchSize: 200, groupSize: 20, connections: 4 };

async function launch(newsletter = daily, priority = 0, subject = 'Digest'): Promise<number> {
  const prepared = await prepareTestSend(services, newsletter, { subject });
  await db.transaction().execute((trx) => launchSend(trx, services.config, { ...prepared, priority }));
  await openSend(db, prepared.editionId);
  return prepared.editionId;
}

/** As a worker does: the batch that is next, under a lease. */
async function take(): Promise<number> {
  const chosen = await chooseBatch(pool);
  assert.ok(chosen !== null);
  const lease = { leaseId: crypto.randomUUID(), seconds: 60, holder: 'a test' };
  assert.ok(await takeLease(pool, { ...chosen, ...lease }));
  return chosen.editionId;
}

beforeEach(async () => {
  const open = await db.selectFrom('sends').select('editionId').where('state', '=', 'sending').execute();
  for (const { editionId } of open) await cancelSend(services, editionId, system);
});

describe('the next batch', () => {
  it('is of the send with the highest priority, however many were there before', async () => {
    await launch();
    await launch();
    const alert = await launch(alerts, 10);
    assert.equal(await take(), alert);
    assert.notEqual(await take(), alert);
  });

  it('is of the send that the fewest are at work on, and among those of the one that has waited longest', async () => {
    const [first, second] = [await launch(), await launch()];
    const taken = [await take(), await take(), await take(), await take()];
    assert.deepEqual(
      taken.toSorted((a, b) => a - b),
      [first, first, second, second],
    );
    const third = await launch();
    assert.deepEqual([await take(), await take()], [third, third]);
  });

  it('is none where all that is due is held, paused or in hand', async () => {
    const editionId = await launch(alerts);
    await db
      .updateTable('sends')
      .set({ notBefore: new Date(Date.now() + 60_000) })
      .execute();
    assert.equal(await chooseBatch(pool), null);
    await db.updateTable('sends').set({ notBefore: null }).execute();
    assert.equal(await take(), editionId);
    assert.equal(await chooseBatch(pool), null);
  });

  it('is never of a send that has expired and is not ended yet: nothing of it may be claimed', async () => {
    const alert = await launch(alerts, 10);
    await db
      .updateTable('sends')
      .set({ expiresAt: new Date(0) })
      .where('editionId', '=', alert)
      .execute();
    const digest = await launch();
    assert.equal(await isWaitedFor(pool, digest, true), false);
    assert.equal(await take(), digest);
    const due = await selectDueBatches(db, 100);
    assert.ok(due.every(({ editionId }) => editionId === digest));
  });
});

describe('a worker on a batch', () => {
  it('gives way to a higher priority at once, to an equal where fewer are at work on it, to a lower one never', async () => {
    const digest = await launch();
    await take();
    assert.equal(await isWaitedFor(pool, digest, true), false, 'nobody else is there');
    const other = await launch();
    assert.equal(await isWaitedFor(pool, digest, false), false, 'its time is not over');
    assert.equal(await isWaitedFor(pool, digest, true), true);
    assert.equal(await take(), other);
    assert.equal(await isWaitedFor(pool, digest, true), false, 'one each');
    const alert = await launch(alerts, 10);
    assert.equal(await isWaitedFor(pool, digest, false), true);
    assert.equal(await take(), alert);
    assert.equal(await isWaitedFor(pool, digest, false), false, 'all of the alert is in hand');
    assert.equal(await isWaitedFor(pool, alert, true), false);
  });
});

describe('a batch that takes long', () => {
  it('is given back in the middle for an alert, which the same worker delivers; nobody gets two', async () => {
    const before = services.config.delivery;
    services.config.delivery = { ...before, batchSize: 3_000 };
    const relay = await startRelay({ onMessage: () => sleep(10, null) });
    const transport = createTransport({ ...services.config, smtpUrl: relay.url });
    const context = { services, transport, mails: new MailCache(services) };
    const digest = await launch();
    const stop = new AbortController();
    const working = deliverNext(context, stop.signal);
    await until(() => relay.received.length > 20, 'the digest is under way');
    const alert = await launch(alerts, 10, 'Alert');
    const isOver = async (): Promise<boolean> => (await readBalance(db, alert)).state === 'finished';
    await until(isOver, 'the alert is out');
    stop.abort();
    await working;
    transport.close();
    services.config.delivery = before;
    const [late, early] = [await readBalance(db, digest), await readBalance(db, alert)];
    assert.deepEqual([early.state, early.sent], ['finished', 8]);
    assert.ok(late.sent > 20 && late.waiting > 0 && late.sending === 0, JSON.stringify(late));
    assert.equal(late.sent + early.sent, relay.received.length);
    assert.equal(await take(), digest, 'what is left of it is free again');
  });
});

const backends = [
  { name: 'PostgreSQL', skip: false as const, redisUrl: null },
  {
    name: 'Redis',
    skip: skipWithout('redis'),
    redisUrl: skipWithout('redis') === false ? (await startRedis()).url : null,
  },
];

for (const { name, skip, redisUrl } of backends)
  describe(`with the queue on ${name}`, { skip }, () => {
    it('an alert ends before digests that began before it, and a service mail is there while they are under way', async (t) => {
      const relay = await startRelay();
      const config: Config = { ...services.config, smtpUrl: relay.url, redisUrl };
      const jobs = createJobs(pool, redisUrl, services.log);
      const own: Services = { ...services, config, jobs };
      const digests = [await launch(), await launch()];
      const stop = await startWorker(own, (job, error) => assert.fail(`${job}: ${String(error)}`));
      try {
        await hintBatches(own);
        await until(async () => {
          const begun = await Promise.all(digests.map((id) => readBalance(db, id)));
          return begun.every(({ sent }) => sent > 0);
        }, 'the digests are under way');
        const alert = await launch(alerts, 10, 'Alert');
        await hintBatches(own);
        const address = `reader1@readers.example`;
        const queuedAt = performance.now();
        await db.transaction().execute((trx) =>
          queueServiceMail(trx, {
            kind: 'already-subscribed',
            idempotencyKey: `first-${name}`,
            subscriberId: null,
            address,
            addressHash: hashAddress(config.suppressionKey, address),
            language: 'en',
            props: {},
            expiresAt: new Date(Date.now() + 60_000),
          }),
        );
        await jobs.hint('send-service-mails', [{}]);
        const isService = ({ raw }: { raw: Buffer }): boolean =>
          !/^Subject: (Digest|Alert)/m.test(raw.toString());
        await until(() => relay.received.some(isService), 'the service mail is there');
        t.diagnostic(`the service mail was there after ${Math.round(performance.now() - queuedAt)} ms`);
        await until(async () => (await readBalance(db, alert)).state === 'finished', 'the alert is through');
        const left = await Promise.all(digests.map((id) => readBalance(db, id)));
        assert.ok(
          left.every(({ pending, sent }) => pending > 0 && sent > 0),
          `both digests are under way: ${JSON.stringify(left)}`,
        );
      } finally {
        for (const id of digests) await cancelSend(services, id, system);
        await stop();
        await jobs.close();
      }
      const alerted = relay.received.filter(({ raw }) => raw.toString().includes('Subject: Alert'));
      assert.equal(new Set(alerted.map(({ to }) => to)).size, 8);
      assert.equal(alerted.length, 8);
    });
  });
