import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { createJobs, type JobName, type JobPayloads, type Jobs, type JobWorker } from '../src/jobs.ts';
import { skipWithout } from './support/needs.ts';
import { startRedis } from './support/redis.ts';
import { createTestServices } from './support/services.ts';
import { until } from './support/until.ts';

const skipRedis = skipWithout('redis');
const redis =
  skipRedis === false ? { single: await startRedis(), cluster: await startRedis('cluster') } : null;
const backends = [
  { name: 'PostgreSQL', skip: false as const, redisUrl: null },
  { name: 'Redis', skip: skipRedis, redisUrl: redis?.single.url ?? null },
  { name: 'a Redis Cluster', skip: skipRedis, redisUrl: redis?.cluster.url ?? null },
];
const services = await createTestServices();

for (const { name: backend, skip, redisUrl } of backends) {
  describe(`jobs on ${backend}`, { skip }, () => {
    const opened: Jobs[] = [];
    const working: JobWorker[] = [];
    const open = (): Jobs => {
      const jobs = createJobs(services.pool, redisUrl, services.log);
      opened.push(jobs);
      return jobs;
    };
    const work = <N extends JobName>(
      jobs: Jobs,
      name: N,
      run: (payload: JobPayloads[N], signal: AbortSignal) => Promise<void>,
      concurrency = 1,
    ): JobWorker => {
      const worker = jobs.work(name, run, { concurrency });
      working.push(worker);
      return worker;
    };

    afterEach(async () => {
      await Promise.all(working.splice(0).map((worker) => worker.stop(1_000)));
      await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
    });

    it('are run once each, by whichever worker is free', async () => {
      const [adder, first, second] = [open(), open(), open()];
      const done: number[] = [];
      const run = async ({ batch }: JobPayloads['deliver-batch']): Promise<void> => void done.push(batch);
      for (const jobs of [first, second]) work(jobs, 'deliver-batch', run, 3);
      const batches = Array.from({ length: 100 }, (_, batch) => ({ editionId: 1, batch }));
      await adder.add('deliver-batch', batches);
      await until(() => done.length >= 100, 'a hundred jobs ran');
      assert.deepEqual(
        done.toSorted((a, b) => a - b),
        batches.map(({ batch }) => batch),
      );
    });

    it('for the same work are not added again while one waits, and are once it has run', async () => {
      const jobs = open();
      let runs = 0;
      await jobs.add('poll-source', [{ sourceId: 7 }]);
      await jobs.add('poll-source', [{ sourceId: 7 }, { sourceId: 7 }]);
      const run = async (): Promise<void> => void (runs += 1);
      work(jobs, 'poll-source', run);
      await until(() => runs === 1, 'it ran');
      await until(async () => {
        await jobs.add('poll-source', [{ sourceId: 7 }]);
        return runs >= 2;
      }, 'it ran again after it was done');
    });

    it('of a higher priority overtake those that wait', async () => {
      const jobs = open();
      const order: number[] = [];
      await jobs.add('launch-edition', [{ editionId: 1 }, { editionId: 2 }]);
      await jobs.add('launch-edition', [{ editionId: 3 }], { priority: 10 });
      const run = async ({ editionId }: { editionId: number }): Promise<void> => void order.push(editionId);
      work(jobs, 'launch-edition', run);
      await until(() => order.length === 3, 'all ran');
      assert.equal(order[0], 3);
    });

    it('that fail do no harm to the next', async () => {
      const jobs = open();
      const seen: number[] = [];
      const run = async ({ newsletterId }: { newsletterId: number }): Promise<void> => {
        seen.push(newsletterId);
        if (newsletterId === 1) throw new Error('broken on purpose');
      };
      work(jobs, 'assemble-edition', run);
      await jobs.add('assemble-edition', [{ newsletterId: 1 }, { newsletterId: 2 }]);
      await until(() => seen.includes(2), 'the second ran');
    });

    it('under way are told to end when the grace time is over', async () => {
      const jobs = open();
      const started = Promise.withResolvers<void>();
      const aborted = Promise.withResolvers<void>();
      const run = (_payload: object, signal: AbortSignal): Promise<void> => {
        started.resolve();
        signal.addEventListener('abort', () => aborted.resolve());
        return aborted.promise;
      };
      const worker = work(jobs, 'send-service-mails', run);
      await jobs.add('send-service-mails', [{}]);
      await started.promise;
      await worker.stop(50);
      await aborted.promise;
    });

    it('come again by the clock, however many processes ask for it', async () => {
      const [first, second] = [open(), open()];
      let runs = 0;
      const run = async (): Promise<void> => void (runs += 1);
      for (const jobs of [first, second]) work(jobs, 'prune', run);
      await Promise.all([first.every('prune', 400), second.every('prune', 400)]);
      await until(() => runs >= 2, 'it came twice');
      await first.ping();
    });
  });
}

describe('the keys of a queue', { skip: skipRedis }, () => {
  it('are in one slot of a cluster: each begins with the name of its queue in braces', async () => {
    for (const { keys } of Object.values(redis ?? {})) {
      const names = await keys();
      assert.ok(names.length > 0);
      for (const name of names) assert.match(name, /^\{[a-z-]+\}:/);
    }
  });
});
