import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { system } from '../../src/access/actor.ts';
import { reportQueues } from '../../src/delivery/report-queues.ts';
import { serveMetrics } from '../../src/metrics-server.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { openNewsroom } from '../support/cast.ts';
import { parseExposition, type Sample, valueOf } from '../support/exposition.ts';
import { smtpError, startRelay } from '../support/relay.ts';
import { deliverAll, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices, testConfig } from '../support/services.ts';
import { startWeb } from '../support/web.ts';
import { createServices } from '../../src/services.ts';

const token = 'a token of the tests';
const secret = token.replaceAll(' ', '-');
const services = await createTestServices({ metrics: { port: 0, host: '127.0.0.1', token: secret } });
const newsletter = await openNewsroom(services);
const web = await startWeb(services);

const addresses = [
  'anna@gmail.com',
  'boris@GoogleMail.com',
  'clara@yahoo.co.uk',
  'dora@hotmail.com',
  'emil@icloud.com',
  'fritz@readers.example',
  'gmail.com@evil.example',
  'hanna@yahoo.com.evil.example',
  'ivan@notgmail.com',
  'jana@gmail.com.x-1.example',
];
for (const address of addresses)
  await addSubscriber(services, {
    actor: system,
    address,
    name: '',
    newsletterIds: [newsletter.id],
    attestation: 'a test',
    source: 'sample',
  });

async function readPage(): Promise<Sample[]> {
  const { status, body } = await web.get('/metrics', { authorization: `Bearer ${secret}` });
  assert.equal(status, 200);
  return parseExposition(body);
}

/** The hand-overs that were counted, by their labels. */
function deliveriesIn(samples: Sample[]): Record<string, number> {
  const counted = samples.filter(({ name }) => name === 'broadsheet_deliveries_total');
  return Object.fromEntries(
    counted.map(({ labels, value }) => [
      `${labels['outcome']} ${labels['class']} ${labels['destination']}`,
      value,
    ]),
  );
}

describe('the metrics of a send', () => {
  it('count each hand-over by outcome, class and provider, and know no address', async () => {
    const relay = await startRelay({
      refuseRecipient: (address) => {
        if (address.startsWith('dora')) return smtpError(550, '5.1.1 no such user');
        return address.startsWith('clara') ? smtpError(450, '4.2.1 try later') : null;
      },
      onMessage: async () => {
        inHand.push((await services.metrics.inHand.get()).values[0]?.value ?? 0);
        return null;
      },
    });
    const inHand: number[] = [];
    const editionId = await launchTestSend(services, newsletter);
    const before = await readPage();
    assert.equal(valueOf(before, 'broadsheet_deliveries_pending', { state: 'waiting' }), 10);
    assert.equal(valueOf(before, 'broadsheet_sends', { state: 'sending' }), 1);
    await deliverAll(services, relay.url, editionId);
    const samples = await readPage();
    const expected = {
      'sent none gmail': 2,
      'deferred soft yahoo': 1,
      'failed hard outlook': 1,
      'sent none apple': 1,
      'sent none other': 5,
    };
    assert.deepEqual(deliveriesIn(samples), expected);
    assert.equal(inHand[0], 10);
    assert.equal(valueOf(samples, 'broadsheet_deliveries_in_hand'), 0);
    const page = (await web.get('/metrics', { authorization: `Bearer ${secret}` })).body;
    for (const word of ['@', 'evil', 'anna', 'notgmail']) assert.ok(!page.includes(word), word);
    await makeDue(services, editionId);
    await deliverAll(services, relay.url, editionId);
    assert.equal(deliveriesIn(await readPage())['deferred soft yahoo'], 2);
  });

  it('count what was not handed over as nothing', async () => {
    const before = deliveriesIn(await readPage());
    const editionId = await launchTestSend(services, newsletter);
    await deliverAll(services, 'smtp://127.0.0.1:1', editionId);
    assert.deepEqual(deliveriesIn(await readPage()), before);
  });
});

describe('the gauges of the queues', () => {
  const report = async (target = services): Promise<Sample[]> => {
    await reportQueues(target)();
    return parseExposition(await target.metrics.registry.metrics());
  };

  it('say how long the oldest due mail waits that nobody has taken up', async () => {
    const editionId = await launchTestSend(services, newsletter);
    const batch = services.db.updateTable('deliveryBatches').where('editionId', '=', editionId);
    await batch.set({ dueAt: new Date(Date.now() - 7_200_000) }).execute();
    const age = async (): Promise<number> =>
      valueOf(await report(), 'broadsheet_queue_oldest_seconds', { queue: 'deliveries' }) ?? -1;
    assert.ok(Math.abs((await age()) - 7_200) < 60);
    await batch.set({ leaseId: crypto.randomUUID(), leaseUntil: new Date(Date.now() + 60_000) }).execute();
    assert.ok((await age()) < 60, 'a batch in hand does not wait');
    const samples = await report();
    assert.equal(valueOf(samples, 'broadsheet_queue_oldest_seconds', { queue: 'service-mails' }), 0);
    assert.equal(valueOf(samples, 'broadsheet_database_up'), 1);
  });

  it('say how many relays rest, and how many deliveries are in doubt', async () => {
    const relay = { host: 'relay.example', port: 25, restingUntil: new Date(Date.now() + 60_000) };
    await services.db
      .insertInto('relays')
      .values([
        { ...relay, name: 'tired' },
        { name: 'well', host: 'relay.example', port: 25 },
      ])
      .execute();
    const [row] = await services.db.selectFrom('deliveries').select(['editionId', 'subscriberId']).execute();
    await services.db
      .updateTable('deliveries')
      .set({ state: 'uncertain' })
      .where('editionId', '=', row?.editionId ?? 0)
      .where('subscriberId', '=', row?.subscriberId ?? 0)
      .execute();
    const samples = await report();
    await services.db.deleteFrom('relays').execute();
    assert.equal(valueOf(samples, 'broadsheet_relays', { state: 'resting' }), 1);
    assert.equal(valueOf(samples, 'broadsheet_relays', { state: 'ready' }), 1);
    assert.equal(valueOf(samples, 'broadsheet_deliveries_uncertain'), 1);
  });

  it('ask the database at most every five seconds', async () => {
    let now = 0;
    const refresh = reportQueues(services, { now: () => now });
    const paused = async (): Promise<number | undefined> => {
      await refresh();
      return valueOf(parseExposition(await services.metrics.registry.metrics()), 'broadsheet_sends', {
        state: 'paused',
      });
    };
    assert.equal(await paused(), 0);
    await services.db.updateTable('sends').set({ state: 'paused' }).where('state', '=', 'sending').execute();
    now = 4_900;
    assert.equal(await paused(), 0);
    now = 5_100;
    assert.ok(((await paused()) ?? 0) > 0);
  });

  it('are not there while the database does not answer, and come back with it', async () => {
    await report();
    const refresh = reportQueues(services, { answerMs: 20 });
    await services.db.transaction().execute(async (trx) => {
      await sql`lock table relays in access exclusive mode`.execute(trx);
      await refresh();
      const samples = parseExposition(await services.metrics.registry.metrics());
      assert.equal(valueOf(samples, 'broadsheet_database_up'), 0);
      assert.equal(valueOf(samples, 'broadsheet_sends', { state: 'paused' }), undefined);
    });
    assert.equal(valueOf(await report(), 'broadsheet_database_up'), 1);
  });

  it('are not there while the database is away, and the page is', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/nowhere';
    const metrics = { port: 0, host: '127.0.0.1', token: null };
    const lost = await createServices(testConfig({ databaseUrl: url, metrics }), url, 'test');
    const server = await serveMetrics(lost, reportQueues(lost));
    const answer = await fetch(`http://127.0.0.1:${server?.port}/metrics`);
    const text = await answer.text();
    await server?.close();
    await lost.close();
    const samples = parseExposition(text);
    assert.equal(answer.status, 200);
    assert.equal(valueOf(samples, 'broadsheet_database_up'), 0);
    for (const name of ['queue_oldest_seconds', 'deliveries_pending', 'deliveries_uncertain', 'relays'])
      assert.equal(samples.filter((sample) => sample.name === `broadsheet_${name}`).length, 0, name);
    assert.ok((valueOf(samples, 'process_resident_memory_bytes') ?? 0) > 0);
    assert.ok(valueOf(samples, 'nodejs_eventloop_lag_p99_seconds') !== undefined);
  });
});

describe('the page of metrics', () => {
  it('is shown to nobody without the token, and not cached', async () => {
    const shown = async (authorization?: string) =>
      web.get('/metrics', authorization === undefined ? {} : { authorization });
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${secret}x`,
      `Basic ${secret}`,
      secret,
    ]) {
      const { status, body } = await shown(wrong);
      assert.equal(status, 401, `${wrong}`);
      assert.doesNotMatch(body, /broadsheet_/);
    }
    const { status, headers } = await shown(`bearer ${secret}`);
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('is not there where it is not configured', async () => {
    const metrics = { port: null, host: '127.0.0.1', token: null };
    const bare = await startWeb({ ...services, config: { ...services.config, metrics } });
    assert.equal((await bare.get('/metrics')).status, 404);
    assert.equal(
      await serveMetrics({ ...services, config: { ...services.config, metrics } }, async () => {}),
      null,
    );
  });

  it('asks for the token on a port of its own too, and says whose port was taken', async () => {
    const server = await serveMetrics(services, async () => {});
    const address = `http://127.0.0.1:${server?.port}/metrics`;
    assert.equal((await fetch(address)).status, 401);
    const metrics = { ...services.config.metrics, port: server?.port ?? 0 };
    const second = serveMetrics({ ...services, config: { ...services.config, metrics } }, async () => {});
    await assert.rejects(second, /METRICS_PORT \d+ on 127\.0\.0\.1 cannot be used .*one of its own/);
    await server?.close();
  });

  it('counts answers by routes of ours, whatever paths are asked for', async () => {
    for (let index = 0; index < 20; index += 1) await web.get(`/%3Cscript%3E${index}/x`);
    await web.get('/archive?newsletter=a');
    await web.get('/archive/../etc');
    const samples = await readPage();
    const routes = new Set(
      samples.filter(({ name }) => name.startsWith('broadsheet_http')).map(({ labels }) => labels['route']),
    );
    assert.deepEqual(routes, new Set(['archive', 'other']));
    assert.ok(
      (valueOf(samples, 'broadsheet_http_request_duration_seconds_count', {
        route: 'other',
        status: '4xx',
      }) ?? 0) >= 20,
    );
  });
});
