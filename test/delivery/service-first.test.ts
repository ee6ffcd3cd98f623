import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { listRelays, setRelay } from '../../src/delivery/relays/settings.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { addLocalRelay, openTransport } from '../support/local-relay.ts';
import { startRelay } from '../support/relay.ts';
import { deliverOver, launchTestSend } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db, config } = services;
const newsletter = await openNewsroom(services);
await addReaders(services, newsletter, 12);
const always = async (): Promise<boolean> => true;
const bulk = {
  from: 'desk@courier.example',
  to: 'bulk@readers.example',
  raw: Buffer.from('Subject: x\r\n\r\n'),
};
const signIn = { ...bulk, to: 'anna@readers.example' };

beforeEach(() => db.deleteFrom('relays').execute());

/** Bulk mail as much as the transports take, until it is stopped. */
function flood(transports: Transport[], lanes: number): () => Promise<void> {
  const stop = new AbortController();
  const goesOn = async (): Promise<boolean> => !stop.signal.aborted;
  const lane = async (transport: Transport): Promise<void> => {
    while (!stop.signal.aborted) {
      const { outcome } = await transport.send(bulk, goesOn);
      if (outcome === 'resting') break;
    }
  };
  const all = transports.flatMap((one) => Array.from({ length: lanes }, () => lane(one)));
  return async () => {
    stop.abort();
    await Promise.all(all);
  };
}

describe('service mail', () => {
  for (const perSecond of [2, 20])
    it(`goes out at once where bulk mail of three workers has used up a limit of ${perSecond} a second`, async () => {
      const server = await startRelay();
      await addLocalRelay(db, 'main', server.port, { perSecond, connections: 3 });
      const transports = [
        await openTransport(services),
        await openTransport(services),
        await openTransport(services),
      ];
      const stop = flood(transports, 6);
      await sleep(600);
      const began = performance.now();
      const sent = await transports[0]?.send(signIn, always, 'service');
      const took = performance.now() - began;
      await stop();
      for (const transport of transports) transport.close();
      assert.equal(sent?.outcome, 'accepted');
      assert.ok(took < 2_000, `${took} ms`);
    });

  it('gets the first connection that is free where a slow relay keeps all of them', async () => {
    const server = await startRelay({ onMessage: () => sleep(150, null) });
    await addLocalRelay(db, 'main', server.port, { connections: 2 });
    const transport = await openTransport(services);
    const stop = flood([transport], 12);
    await sleep(100);
    const before = server.received.length;
    await transport.send(signIn, always, 'service');
    const place = server.received.findIndex(({ to }) => to === signIn.to);
    await stop();
    transport.close();
    assert.ok(place <= before + 3, `${place - before} went before it`);
  });

  it('may have what is left of an hour where bulk mail rests, and rests when nothing is', async () => {
    const server = await startRelay();
    await addLocalRelay(db, 'main', server.port, { perHour: 100, connections: 4 });
    const transport = await openTransport(services);
    await Promise.all(Array.from({ length: 110 }, () => transport.send(bulk)));
    assert.equal(server.received.length, 98);
    const [kept] = await listRelays(db, config);
    assert.equal(kept?.state, 'service only');
    const outcomes = [];
    for (let mail = 0; mail < 3; mail += 1)
      outcomes.push((await transport.send(signIn, always, 'service')).outcome);
    transport.close();
    assert.deepEqual(outcomes, ['accepted', 'accepted', 'resting']);
    assert.equal((await listRelays(db, config))[0]?.state, 'resting');
  });
});

describe('a send that waits for the limit of an hour', () => {
  it('is not asked again before there is room, and at once where the limit is changed', async () => {
    const server = await startRelay();
    await addLocalRelay(db, 'main', server.port, { perHour: 5 });
    config.delivery = { ...config.delivery, batchSize: 20, groupSize: 5 };
    const editionId = await launchTestSend(services, newsletter);
    const transport = await openTransport(services);
    await deliverOver(services, transport, editionId);
    const hold = (): Promise<{ notBefore: Date | null }> =>
      db.selectFrom('sends').select('notBefore').where('editionId', '=', editionId).executeTakeFirstOrThrow();
    const { notBefore } = await hold();
    const minutes = ((notBefore?.getTime() ?? 0) - Date.now()) / 60_000;
    assert.ok(minutes > 58 && minutes < 63, `${minutes}`);
    await setRelay(db, system, 'main', { perHour: null });
    assert.equal((await hold()).notBefore, null);
    const later = await openTransport(services);
    await deliverOver(services, later, editionId);
    assert.equal((await readBalance(db, editionId)).sent, 12);
    transport.close();
    later.close();
  });
});
