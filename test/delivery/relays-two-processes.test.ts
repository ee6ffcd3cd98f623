import assert from 'node:assert/strict';
import { availableParallelism, loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../../src/access/actor.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { addRelay } from '../../src/delivery/relays/settings.ts';
import { openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { startScriptedRelay } from '../support/scripted-relay.ts';
import { launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

// 60 was run by hand; eight show the same.
const seconds = Number(process.env['RATE_SECONDS'] ?? 8);
const perSecond = 100;
const warmUpMs = 1_000;
// What the dead one had in hand is nobody's until its leases end: two batches, and as many for the beginning and the end.
const readers = perSecond * (seconds + 4);
const services = await createTestServices();
const { db, config } = services;
config.delivery = { ...config.delivery, batchSize: 100 };
const newsletter = await openNewsroom(services);
await addCrowd(services, newsletter, readers);

const byNumber = (a: number, b: number): number => a - b;

/** How many of these times are between two others, for each second of it. */
function rate(times: number[], from: number, to: number): number {
  return times.filter((at) => at >= from && at < to).length / ((to - from) / 1000);
}

it(`a relay's limit holds across two worker processes of which one is killed, and over ${seconds} s nearly all of it is used`, async () => {
  const times: number[] = [];
  const server = await startScriptedRelay((line) => {
    if (line.startsWith('MAIL')) times.push(performance.now());
    return null;
  });
  const port = Number(new URL(server.url).port);
  await addRelay(db, system, { name: 'main', host: '127.0.0.1', port, security: 'none', perSecond });
  const [dying, surviving] = await Promise.all([
    startWorkerProcess(services, server.url),
    startWorkerProcess(services, server.url),
  ]);
  const editionId = await launchTestSend(services, newsletter);
  await hintBatches(services);
  await until(() => times.length > 0, 'the send has begun');
  await sleep(warmUpMs);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  await sleep(seconds * 500);
  assert.deepEqual(
    await pidsAtWork(editionId),
    [dying.pid, surviving.pid].toSorted(byNumber),
    'both are at work',
  );
  await dying.kill();
  const killed = performance.now();
  await sleep(seconds * 500);
  const ended = performance.now();
  delay.disable();
  await surviving.stop();
  const [before, after] = [rate(times, began, killed), rate(times, killed, ended)];
  const most = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  // As in relays.test.ts: a worker that has no processor when a permit is due loses it.
  const isStarved = delay.percentile(98) / 1e6 > 20 || (loadavg()[0] ?? 0) > 1.5 * availableParallelism();
  const busy = isStarved ? '; starved of processor time' : '';
  console.log(`# ${before.toFixed(1)} a second, alone ${after.toFixed(1)}, ${most} in the fullest${busy}`);
  for (const average of [before, after])
    assert.ok(average >= (isStarved ? 50 : 95) && average <= 101, `${average} a second`);
  assert.ok(most <= 105, `${most} within a second`);
  const to = server.lines.filter((line) => line.startsWith('RCPT'));
  assert.equal(new Set(to).size, to.length, 'nobody got two');
  const { spent } = await db
    .selectFrom('relayWindows')
    .select(({ fn }) => fn.sum<number>('permits').as('spent'))
    .executeTakeFirstOrThrow();
  assert.ok(spent >= times.length, `${spent} permits for ${times.length} mails`);
});

async function pidsAtWork(editionId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('deliveryBatches')
    .select('leasedBy')
    .distinct()
    .where('editionId', '=', editionId)
    .where('leaseId', 'is not', null)
    .execute();
  return rows.map(({ leasedBy }) => Number(leasedBy?.split(':').at(-1))).toSorted(byNumber);
}
