import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBalance } from '../../src/delivery/balance.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { skipWithout } from '../support/needs.ts';
import { startRedis } from '../support/redis.ts';
import { launchTestSend } from '../support/send.ts';
import { serverPort } from '../support/server-port.ts';
import { createTestServices } from '../support/services.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { isThorough } from '../support/thorough.ts';
import { until } from '../support/until.ts';
import { startWebProcess, startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

const readers = 10_000;
const withoutSink = skipWithout('smtp-sink');
const backends = [
  {
    name: 'PostgreSQL',
    skip: withoutSink,
    open: () => createTestServices(),
    workers: isThorough ? [1, 2] : [2],
    tryLinks: true,
  },
  {
    name: 'Redis',
    skip: withoutSink || skipWithout('redis'),
    open: async () => createTestServices({ redisUrl: (await startRedis()).url }),
    workers: isThorough ? [1, 2] : [1],
    // The queue has no part in them.
    tryLinks: false,
  },
];

// A request each: not all of them every time.
const isTried = (index: number): boolean => isThorough || index % 25 === 0;

/** The one-click link of each message, by its recipient; fails where somebody got two. */
async function oneClickLinks(sink: Sink): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const { to, raw } of await sink.messages()) {
    assert.ok(!links.has(to), `${to} got two`);
    links.set(to, /^List-Unsubscribe: <http:\/\/news\.example(.+)>/m.exec(raw)?.[1] ?? '');
  }
  return links;
}

for (const { name, skip, open, workers: counts, tryLinks } of backends) {
  const services = skip === false ? await open() : null;

  describe(`ten thousand readers, the queue on ${name}`, { skip: services === null ? skip : false }, () => {
    const andLinks = tryLinks ? ', and their one-click links work' : '';
    it(`get one copy each, from ${counts.join(' and then from ')} at work${andLinks}`, async () => {
      assert.ok(services);
      const newsletter = await openNewsroom(services);
      await addCrowd(services, newsletter, readers);
      for (const count of counts) {
        const sink = await startSink();
        const editionId = await launchTestSend(services, newsletter);
        const workers: WorkerProcess[] = await Promise.all(
          Array.from({ length: count }, () => startWorkerProcess(services, sink.url)),
        );
        await hintBatches(services);
        const state = async (): Promise<string> => (await readBalance(services.db, editionId)).state;
        await until(async () => (await state()) === 'finished', 'the send is finished', 120);
        const { eligible, sent, pending, uncertain, failed } = await readBalance(services.db, editionId);
        assert.deepEqual(
          { eligible, sent, pending, uncertain, failed },
          { eligible: readers, sent: readers, pending: 0, uncertain: 0, failed: 0 },
        );
        const links = await oneClickLinks(sink);
        assert.equal(links.size, readers);
        assert.equal(new Set(links.values()).size, readers);
        assert.deepEqual(
          await Promise.all(workers.map((worker) => worker.stop())),
          workers.map(() => 0),
        );
        if (tryLinks && count === 2) await leaveAll([...links.values()].filter((_, index) => isTried(index)));
      }
    });

    async function leaveAll(links: string[]): Promise<void> {
      assert.ok(services);
      const paths = [...links];
      // A process of its own: in the test's own one the test runner follows each promise of the application.
      const port = await serverPort();
      const web = await startWebProcess(services, port);
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      const leave = async (): Promise<void> => {
        for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
          const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body });
          assert.equal(answer.status, 200, path);
          await answer.arrayBuffer();
        }
      };
      try {
        await Promise.all(Array.from({ length: 10 }, leave));
      } finally {
        await web.stop();
      }
      const left = await services.db
        .selectFrom('subscriptions')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('state', '=', 'ended')
        .executeTakeFirstOrThrow();
      assert.equal(left.count, links.length);
    }
  });
}
