import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBalance } from '../../src/delivery/balance.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { ensureDatabase, startPostgres } from '../../src/local/postgres.ts';
import { migrate } from '../../src/migrate.ts';
import { createServices, type Services } from '../../src/services.ts';
import { readAccount } from '../support/account.ts';
import { openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { skipWithout } from '../support/needs.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices, testConfig } from '../support/services.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const readers = 3_000;
const groupSize = 50;
const skip = skipWithout('smtp-sink');
// Batches of a hundred, and few connections, so that a send takes some seconds.
const slow = {
  DELIVERY_BATCH_SIZE: '100',
  DELIVERY_CONNECTIONS: '2',
  DELIVERY_GROUP_SIZE: String(groupSize),
};

interface Scene {
  services: Services;
  sink: Sink;
  editionId: number;
}

async function launch(services: Services): Promise<Scene> {
  services.config.delivery = { ...services.config.delivery, batchSize: 100 };
  const newsletter = await openNewsroom(services);
  await addCrowd(services, newsletter, readers);
  const sink = await startSink();
  const editionId = await launchTestSend(services, newsletter);
  return { services, sink, editionId };
}

/** Some are through, and many are not. */
const midSend = ({ sink }: Scene, count = 300): Promise<void> =>
  until(async () => (await sink.count()) >= count, `${count} mails are in`, 60);

async function finished({ services, editionId }: Scene): Promise<void> {
  await until(
    async () => {
      await makeDue(services, editionId).catch(() => {});
      await sleep(500);
      return readBalance(services.db, editionId).then(
        ({ state }) => state === 'finished',
        () => false,
      );
    },
    'the send is finished',
    60,
  ).catch(async (error: unknown) => {
    const balance = await readBalance(services.db, editionId);
    throw new Error(`the send did not finish: ${JSON.stringify(balance)}`, { cause: error });
  });
}

/** Nobody got two, nobody is lost, the balance is exact, and what is in doubt is within the bound. */
async function assertAccountedFor({ services, sink, editionId }: Scene, mostInDoubt: number): Promise<void> {
  const { balance, uncertain, faults } = await readAccount(services, sink, editionId);
  assert.deepEqual(faults, []);
  assert.equal(balance.sent + balance.uncertain, readers);
  assert.ok(uncertain.length <= mostInDoubt, `${uncertain.length} in doubt, at most ${mostInDoubt}`);
}

describe('a send', { skip }, () => {
  it('is let go at once by a worker that is told to end, with nobody in doubt, and goes on in the next', async () => {
    const scene = await launch(await createTestServices());
    const { services, sink, editionId } = scene;
    const first = await startWorkerProcess(services, sink.url, slow);
    await hintBatches(services);
    await midSend(scene);
    const began = performance.now();
    assert.equal(await first.stop(), 0);
    // It does not wait for its time of grace, which is for jobs that cannot be let go of.
    assert.ok(performance.now() - began < 8_000, `${performance.now() - began} ms`);
    const { sending, uncertain, waiting } = await readBalance(services.db, editionId);
    assert.deepEqual([sending, uncertain], [0, 0]);
    assert.ok(waiting > 0, 'it was told in the middle');
    const next = await startWorkerProcess(services, sink.url, slow);
    await hintBatches(services);
    await finished(scene);
    await assertAccountedFor(scene, 0);
    assert.equal(await next.stop(), 0);
  });

  it('survives the restart of the relay', async () => {
    const scene = await launch(await createTestServices());
    const { services, sink } = scene;
    const worker = await startWorkerProcess(services, sink.url, slow);
    await hintBatches(services);
    await midSend(scene);
    await sink.kill();
    await until(
      async () => (await readBalance(services.db, scene.editionId)).reason?.includes('relay') === true,
      'the send says what holds it up',
    );
    await sink.restart();
    await finished(scene);
    // Only what was between its final dot and the reply: at most one for each connection.
    await assertAccountedFor(scene, 4);
    assert.equal((await readBalance(services.db, scene.editionId)).reason, null);
    await worker.stop();
  });

  it('survives the restart of PostgreSQL', async () => {
    const folder = await temporaryFolder('restart');
    const options = { dataDir: join(folder.path, 'postgres') };
    let postgres = await startPostgres(options);
    const url = await ensureDatabase(postgres.url, 'broadsheet');
    const services = await createServices(testConfig({ databaseUrl: url }), url, 'test');
    after(async () => {
      await services.close();
      await postgres.stop();
      await folder.remove();
    });
    await migrate(services);
    const scene = await launch(services);
    const worker = await startWorkerProcess(services, scene.sink.url, slow);
    await hintBatches(services);
    await midSend(scene);
    await postgres.stop();
    postgres = await startPostgres(options);
    await finished(scene);
    // Outcomes are kept until the database is back, so nothing is in doubt.
    await assertAccountedFor(scene, 0);
    assert.equal(await worker.stop(), 0);
  });

  describe('with its queue on Redis', { skip: skipWithout('redis') }, () => {
    it('survives a Redis that loses everything', async () => {
      const redis: TestRedis = await startRedis();
      const scene = await launch(await createTestServices({ redisUrl: redis.url }));
      const worker = await startWorkerProcess(scene.services, scene.sink.url, slow);
      await hintBatches(scene.services);
      await midSend(scene);
      await redis.flush();
      await finished(scene);
      await assertAccountedFor(scene, 0);
      assert.equal(await worker.stop(), 0);
    });
  });
});
