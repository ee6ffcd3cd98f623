import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { listRelays } from '../../src/delivery/relays/settings.ts';
import { endWarmUp, startWarmUp, warmUpCaps } from '../../src/delivery/relays/warm-up.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addLocalRelay, message, openTransport } from '../support/local-relay.ts';
import { startScriptedRelay } from '../support/scripted-relay.ts';
import { deliverOver, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db, config } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 20);
config.delivery = { ...config.delivery, batchSize: 10, groupSize: 5, connections: 2 };

beforeEach(() => db.deleteFrom('relays').execute());

async function relay(name: string, weight = 1): Promise<{ messages: string[] }> {
  const server = await startScriptedRelay();
  await addLocalRelay(db, name, Number(new URL(server.url).port), { weight, connections: 2 });
  return server;
}

async function open(): Promise<Transport> {
  const transport = await openTransport(services);
  after(() => transport.close());
  return transport;
}

const daysLater = (days: number) =>
  sql`update relays set warm_up_from = warm_up_from - make_interval(days => ${days}), resting_until = null, bulk_resting_until = null`.execute(
    db,
  );

describe('a warm-up', () => {
  it('grows by the same share each day, to the figure it is to reach', () => {
    assert.deepEqual(warmUpCaps(500, 4, 4000), [500, 1000, 2000, 4000]);
    const month = warmUpCaps(500, 30, 50_000);
    assert.deepEqual([month.length, month[0], month.at(-1)], [30, 500, 50_000]);
    assert.ok(
      month.every(
        (cap, day) => day === 0 || (cap > (month[day - 1] ?? 0) && cap < 1.2 * (month[day - 1] ?? 0)),
      ),
    );
    assert.deepEqual(warmUpCaps(100, 3, 100), [100, 100, 100]);
  });

  it('is over when its days are, is begun anew, and is refused where it makes no sense', async () => {
    await relay('new');
    const shown = async () => (await listRelays(db, config))[0]?.warmUp;
    await startWarmUp(db, system, 'new', {});
    assert.deepEqual([(await shown())?.today, (await shown())?.days], [500, 30]);
    await daysLater(30);
    assert.equal(await shown(), null);
    await startWarmUp(db, system, 'new', { target: 1000, days: 2 });
    assert.deepEqual([(await shown())?.day, (await shown())?.days], [1, 2]);
    const start = (plan: object) => startWarmUp(db, system, 'new', plan);
    await assert.rejects(
      start({ days: 3, target: 50_000 }),
      /--days is 3; from 500 to 50000 takes 8 days at the least/,
    );
    await assert.rejects(start({ target: 20 }), /--target is 20; a warm-up ends no lower/);
    await assert.rejects(start({ days: 1 }), /days: 1/);
    await assert.rejects(
      startWarmUp(db, system, 'nobody', {}),
      /no relay "nobody"; that of SMTP_URL has no plan/,
    );
    await endWarmUp(db, system, 'new');
    await assert.rejects(endWarmUp(db, system, 'new'), /has no warm-up/);
  });

  it('is a limit that two workers share, and the next day has more room', async () => {
    const server = await relay('new');
    await startWarmUp(db, system, 'new', { start: 3, days: 3, target: 9 });
    const workers = [await open(), await open()];
    const sendAll = async (): Promise<number> => {
      const sent = await Promise.all(
        workers.flatMap((worker) => Array.from({ length: 15 }, () => worker.send(message))),
      );
      return sent.filter(({ outcome }) => outcome === 'accepted').length;
    };
    assert.equal(await sendAll(), 3);
    const { restingUntil, bulkRestingUntil, lastError } = await db
      .selectFrom('relays')
      .selectAll()
      .executeTakeFirstOrThrow();
    assert.equal(lastError, "its warm-up's 3 of day 1 of 3 are reached");
    const until = (bulkRestingUntil ?? restingUntil)?.getTime() ?? 0;
    const hours = (until - Date.now()) / 3_600_000;
    assert.ok(hours > 23.9 && hours < 24.1, `${hours}`);
    await daysLater(1);
    workers.splice(0, 2, await open(), await open());
    assert.equal(await sendAll(), 2, 'five a day, three of them used within the last 24 hours');
    await daysLater(2);
    workers.splice(0, 2, await open(), await open());
    assert.equal(await sendAll(), 30, 'the plan is through');
    assert.equal(server.messages.length, 35);
  });

  it('sends what is more over the other relays', async () => {
    const [cold, warm] = [await relay('cold', 100), await relay('warm')];
    await startWarmUp(db, system, 'cold', { start: 5, days: 30 });
    const editionId = await launchTestSend(services, newsletter);
    await deliverOver(services, await open(), editionId);
    const { state, warnings } = await readBalance(db, editionId);
    assert.deepEqual([state, cold.messages.length, warm.messages.length, warnings], ['finished', 5, 15, []]);
  });

  it('lets a send wait where there is no other, and says before how many will not get it in time', async () => {
    await relay('new');
    await startWarmUp(db, system, 'new', { start: 5, days: 30 });
    const editionId = await launchTestSend(services, newsletter);
    const [warning = ''] = (await readBalance(db, editionId)).warnings;
    assert.match(warning, /room for 5 until it expires at .*; 20 are still to go, so 15 would not get it/);
    await deliverOver(services, await open(), editionId);
    const held = await readBalance(db, editionId);
    assert.deepEqual([held.sent, held.waiting], [5, 15]);
    assert.match(held.reason ?? '', /new \(its warm-up's 5 of day 1 of 30 are reached\)/);
    assert.match(held.warnings[0] ?? '', /room for 0 until/);
    await endWarmUp(db, system, 'new');
    assert.deepEqual((await readBalance(db, editionId)).warnings, []);
    await makeDue(services, editionId);
    await deliverOver(services, await open(), editionId);
    assert.equal((await readBalance(db, editionId)).sent, 20);
  });

  it('foresees the room of days to come, and of the other limits', async () => {
    await relay('new');
    await startWarmUp(db, system, 'new', { start: 5, days: 4, target: 40 });
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000 - 60_000);
    const editionId = await launchTestSend(services, newsletter, { expiresAt: inThreeDays });
    assert.deepEqual((await readBalance(db, editionId)).warnings, [], '5, 10 and 20 are enough');
    await sql`update relays set per_hour = 6`.execute(db);
    const soon = new Date(Date.now() + 2 * 3_600_000 - 60_000);
    const hurried = await launchTestSend(services, newsletter, { expiresAt: soon });
    assert.match((await readBalance(db, hurried)).warnings[0] ?? '', /room for 5 until/);
    await endWarmUp(db, system, 'new');
    assert.match((await readBalance(db, hurried)).warnings[0] ?? '', /room for 12 until/);
  });
});
