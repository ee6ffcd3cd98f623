import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, afterEach, describe, test } from 'node:test';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { until } from '../../support/until.ts';

const sandbox = await startStripeSandbox({ retryMs: [20, 20] });
const { stripe, webhooks } = sandbox;
const came: Array<{ id: string; type: string }> = [];
let answers: number[] = [];

const newsroom = createServer((request, response) => {
  void text(request).then((body) => {
    const event = stripe.webhooks.constructEvent(
      body,
      request.headers['stripe-signature'] ?? '',
      sandbox.config.webhookSecret,
    );
    came.push({ id: event.id, type: event.type });
    response.statusCode = answers.shift() ?? 200;
    response.end();
  });
}).listen(0, '127.0.0.1');
await once(newsroom, 'listening');
const url = `http://127.0.0.1:${(newsroom.address() as AddressInfo).port}/webhooks/stripe`;
after(() => newsroom.close());

describe('the webhooks of the sandbox', () => {
  afterEach(() => {
    sandbox.reset();
    came.length = 0;
    answers = [];
  });

  test('are signed as the SDK wants it, and sent again until they are taken', async () => {
    webhooks.to(url);
    answers = [500, 503];
    await stripe.products.create({ name: 'Coffee' });
    await until(() => came.length === 3, 'the third try', 5);
    assert.deepEqual(new Set(came.map(({ type }) => type)), new Set(['product.created']));
    await webhooks.settled();
    assert.equal(webhooks.log[0]?.state, 'delivered');
  });

  test('are held, and delivered in the order that is asked for, doubled and dropped', async () => {
    webhooks.to(url);
    webhooks.hold();
    for (const name of ['a', 'b', 'c']) await stripe.products.create({ name });
    const [first, second, third] = webhooks.queued().map(({ id }) => id);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    assert.deepEqual(came, []);
    webhooks.drop([second]);
    assert.deepEqual(await webhooks.deliver([third, first, third]), [200, 200, 200]);
    assert.deepEqual(
      came.map(({ id }) => id),
      [third, first, third],
    );
    assert.deepEqual(webhooks.queued(), []);
  });

  test('come later by as much as is asked for, and come all the same', async () => {
    webhooks.to(url);
    webhooks.delay(300);
    const began = performance.now();
    await stripe.products.create({ name: 'late' });
    assert.deepEqual(came, []);
    await until(() => came.length === 1, 'it is in', 5);
    assert.ok(performance.now() - began >= 290);
  });

  test('are steered by JSON as well', async () => {
    webhooks.to(url);
    const post = async (path: string, body: object = {}): Promise<unknown> => {
      const answer = await fetch(`${sandbox.origin}/sandbox/api${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      assert.equal(answer.status, 200, path);
      return answer.json();
    };
    await post('/webhooks/hold');
    await stripe.products.create({ name: 'd' });
    await post('/foreign');
    const held = webhooks.queued().length;
    assert.ok(held > 5);
    const { statuses } = (await post('/webhooks/shuffle')) as { statuses: number[] };
    assert.equal(statuses.length, held);
    await post('/webhooks/release');
    const before = sandbox.clock.now().getTime();
    await post('/clock/advance', { days: 2 });
    assert.ok(sandbox.clock.now().getTime() - before >= 2 * 86_400_000);
  });
});
