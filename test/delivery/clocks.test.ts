import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../../src/access/actor.ts';
import { hashAddress } from '../../src/address-hash.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { queueServiceMail } from '../../src/delivery/service-mails.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { setRules } from '../../src/editions/rules.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import type { Services } from '../../src/services.ts';
import { readAccount } from '../support/account.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { startClock } from '../support/clock.ts';
import { addCrowd } from '../support/crowd.ts';
import { expireLeases } from '../support/leases.ts';
import { skipWithout } from '../support/needs.ts';
import { startRedis } from '../support/redis.ts';
import { smtpError, startRelay } from '../support/relay.ts';
import { launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const hour = 3_600;
const readers = 1_500;
const groupSize = 50;
const groupsInHand = 2;
// Batches of a hundred, and few connections, so that a send takes some seconds.
const slow = {
  DELIVERY_BATCH_SIZE: '100',
  DELIVERY_CONNECTIONS: '2',
  DELIVERY_GROUP_SIZE: String(groupSize),
};
const skip = skipWithout('faketime') || skipWithout('smtp-sink');
const backends = [
  { backend: 'postgres', skip },
  { backend: 'redis', skip: skip || skipWithout('redis') },
];

async function openCrowd(services: Services): Promise<Newsletter> {
  services.config.delivery = { ...services.config.delivery, batchSize: 100 };
  const newsletter = await openNewsroom(services);
  await addCrowd(services, newsletter, readers);
  return newsletter;
}

const received = (sink: Sink, count: number): Promise<void> =>
  until(async () => (await sink.count()) >= count, `${count} mails are in`, 60);

const finished = ({ db }: Services, editionId: number): Promise<void> =>
  until(async () => (await readBalance(db, editionId)).state === 'finished', `send ${editionId} is over`);

// They mostly wait: for the sweep, and for each other.
describe('with libfaketime', { concurrency: 2 }, () => {
  for (const { backend, skip: without } of backends) {
    describe(`workers whose clocks are set in mid-send, the queue on ${backend}`, { skip: without }, () => {
      it('give nobody two, lose nobody, and find the next send by themselves', async () => {
        const redisUrl = backend === 'redis' ? (await startRedis()).url : null;
        const services = await createTestServices({ redisUrl });
        const newsletter = await openCrowd(services);
        const sink = await startSink();
        const clocks = [await startClock(0), await startClock(-hour)] as const;
        const workers = await Promise.all(
          clocks.map(({ settings }) => startWorkerProcess(services, sink.url, { ...slow, ...settings })),
        );
        const editionId = await launchTestSend(services, newsletter);
        await hintBatches(services);
        await received(sink, 300);
        await clocks[0].set(hour);
        await clocks[1].set(0);
        await received(sink, 700);
        await clocks[0].set(-hour);
        await clocks[1].set(hour);
        await finished(services, editionId);
        const { balance, faults } = await readAccount(services, sink, editionId);
        assert.deepEqual([faults, balance.sent], [[], readers]);
        // Nobody hints at this one: the sweep goes on, although its next run was set by a clock that was ahead.
        await clocks[1].set(-hour);
        await finished(services, await launchTestSend(services, newsletter));
        for (const worker of workers) assert.equal(await worker.stop(), 0);
      });
    });
  }

  describe('a worker whose clock is an hour ahead', { skip }, () => {
    it('leaves a dead worker its leases for as long as the database says', async () => {
      const services = await createTestServices();
      const newsletter = await openCrowd(services);
      const sink = await startSink();
      const clock = await startClock(hour);
      const dying = await startWorkerProcess(services, sink.url, slow);
      const editionId = await launchTestSend(services, newsletter);
      await hintBatches(services);
      await received(sink, 300);
      await dying.kill();
      const ahead = await startWorkerProcess(services, sink.url, { ...slow, ...clock.settings });
      const left = async (): Promise<Array<{ leasedBy: string | null }>> =>
        services.db
          .selectFrom('deliveryBatches')
          .select('leasedBy')
          .where('editionId', '=', editionId)
          .where('finishedAt', 'is', null)
          .execute();
      const isOfTheDead = ({ leasedBy }: { leasedBy: string | null }): boolean =>
        leasedBy?.endsWith(`:${dying.pid}`) ?? false;
      await until(async () => (await left()).every(isOfTheDead), 'all but what the dead one had is done');
      assert.ok((await left()).length > 0);
      assert.equal((await readBalance(services.db, editionId)).uncertain, 0);
      await expireLeases(services, editionId);
      await makeDue(services, editionId);
      await hintBatches(services);
      await finished(services, editionId);
      const { balance, faults } = await readAccount(services, sink, editionId);
      assert.deepEqual(faults, []);
      assert.ok(balance.uncertain <= groupsInHand * groupSize, `${balance.uncertain} in doubt`);
      await ahead.stop();
    });

    it('sends what expires in half an hour, and launches nothing half an hour early', async () => {
      const services = await createTestServices();
      const { db } = services;
      const relay = await startRelay();
      const clock = await startClock(hour);
      const editionId = await scheduleInHalfAnHour(services);
      await queueInHalfAnHourExpiring(services, 'anna');
      const ahead = await startWorkerProcess(services, relay.url, clock.settings);
      await until(() => relay.received.length > 0, 'the service mail is in');
      // The sweep that found it asks for launches next.
      await sleep(500);
      const { state } = await db
        .selectFrom('editions')
        .select('state')
        .where('id', '=', editionId)
        .executeTakeFirstOrThrow();
      assert.equal(state, 'scheduled');
      assert.deepEqual(
        relay.received.map(({ to }) => to),
        ['anna@readers.example'],
      );
      await ahead.stop();
    });
  });

  describe('a worker whose clock is an hour behind', { skip: skipWithout('faketime') }, () => {
    it('waits as long as others before it tries a service mail again', async () => {
      const services = await createTestServices();
      await openNewsroom(services);
      let tries = 0;
      const relay = await startRelay({
        onMessage: () => {
          tries += 1;
          return smtpError(451, '4.3.0 try again later');
        },
      });
      const clock = await startClock(-hour);
      await queueInHalfAnHourExpiring(services, 'bohdan');
      const behind = await startWorkerProcess(services, relay.url, clock.settings);
      await until(() => tries > 0, 'it was tried');
      await sleep(1_000);
      const mail = await services.db.selectFrom('serviceMails').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual([mail.state, mail.attempt, tries], ['deferred', 1, 1]);
      const waits = (mail.dueAt.getTime() - Date.now()) / 1000;
      assert.ok(waits > 45 && waits < 67, `${waits} s`);
      await behind.stop();
    });
  });
});

async function scheduleInHalfAnHour(services: Services): Promise<number> {
  const newsletter = await openNewsroom(services);
  await addReaders(services, newsletter, 1);
  await setRules(services.db, system, newsletter.id, { minArticles: 5, maxArticles: 15 });
  await writeArticles(services.db, 15, 'today');
  const assembly = await assemble(services, { newsletterId: newsletter.id, cause: 'person', actor: system });
  const editionId = assembly?.editionId ?? 0;
  const sendAt = new Date(Date.now() + (hour / 2) * 1000);
  await approve(services, { editionId, actor: system, sendAt });
  return editionId;
}

async function queueInHalfAnHourExpiring({ db, config }: Services, name: string): Promise<void> {
  const address = `${name}@readers.example`;
  await queueServiceMail(db, {
    kind: 'already-subscribed',
    idempotencyKey: name,
    subscriberId: null,
    address,
    addressHash: hashAddress(config.suppressionKey, address),
    language: 'en',
    props: {},
    expiresAt: new Date(Date.now() + (hour / 2) * 1000),
  });
}
