import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import type { Stripe } from 'stripe';
import { ourMark } from '../../../src/memberships/stripe/ours.ts';
import { reconcile } from '../../../src/memberships/stripe/reconcile.ts';
import type { Services } from '../../../src/services.ts';
import { approveAppeal } from '../../support/appeals.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { startRelay } from '../../support/relay.ts';
import { serverPort } from '../../support/server-port.ts';
import { createTestServices } from '../../support/services.ts';
import { openStripeNewsroom } from '../../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { until } from '../../support/until.ts';
import { startWeb, type Web } from '../../support/web.ts';
import { startWorkerProcess } from '../../support/worker-process.ts';

const patrons = 25;

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const { config, stripe } = sandbox;
const nowhere = 'smtp://127.0.0.1:9';
const settings = {
  STRIPE_SECRET_KEY: config.secretKey,
  STRIPE_WEBHOOK_SECRET: config.webhookSecret,
  STRIPE_API_BASE: config.apiBase ?? '',
};

/** A newsroom whose patrons have all just paid at Stripe, and what Stripe has to tell of it. */
async function open(changes: Parameters<typeof createTestServices>[0]): Promise<[Services, Stripe.Event[]]> {
  sandbox.reset();
  const services = await createTestServices({ stripe: config, ...changes });
  const { coffee } = await openStripeNewsroom(services);
  sandbox.webhooks.hold();
  sandbox.webhooks.drop();
  const subscriptions = sandbox.seed(patrons, {
    product: coffee.stripeProductId ?? '',
    amount: 300,
    currency: 'eur',
    interval: 'month',
    metadata: () => ({ ...ourMark(services.config) }),
    email: (index) => `patron-${index}@readers.example`,
  });
  return [services, subscriptions.flatMap((one, index) => eventsOf(one, index))];
}

function eventsOf(subscription: Stripe.Subscription, index: number): Stripe.Event[] {
  const { latest_invoice: invoice } = subscription;
  const invoiceId = typeof invoice === 'string' ? invoice : (invoice?.id ?? '');
  const of = (type: string, object: object): Stripe.Event =>
    ({
      id: `evt_${type.replaceAll('.', '_')}_${index}`,
      object: 'event',
      type,
      api_version: '2026-10-28.endive',
      created: subscription.created,
      livemode: false,
      data: { object },
    }) as unknown as Stripe.Event;
  return [
    of('customer.subscription.created', { id: subscription.id, object: 'subscription' }),
    of('invoice.paid', { id: invoiceId, object: 'invoice' }),
  ];
}

async function post({ origin }: Web, event: Stripe.Event): Promise<number> {
  const payload = JSON.stringify(event);
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret: config.webhookSecret });
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/webhooks/stripe`, { method: 'POST', headers, body: payload });
  await answer.arrayBuffer();
  return answer.status;
}

async function countEvents({ db }: Services, state: 'applied' | 'waiting'): Promise<number> {
  const rows = await db.selectFrom('stripeEvents').select('id').where('state', '=', state).execute();
  return rows.length;
}

/** Each event is applied, and what came of them is what stands at Stripe. */
async function assertNoneLost(services: Services): Promise<void> {
  assert.equal(await countEvents(services, 'applied'), patrons * 2);
  const active = await services.db
    .selectFrom('memberships')
    .select('id')
    .where('state', '=', 'active')
    .where('settledAt', 'is not', null)
    .execute();
  assert.equal(active.length, patrons);
  assert.equal((await reconcile(services, { dryRun: true, all: true })).drift, 0);
}

describe('no event is lost', () => {
  it('when the worker is killed in the middle of them, and another one takes its place', async () => {
    const [services, events] = await open({});
    const web = await startWeb(services);
    const killed = await startWorkerProcess(services, nowhere, settings);
    const statuses = await Promise.all(events.map((event) => post(web, event)));
    assert.deepEqual(new Set(statuses), new Set([200]));
    await until(async () => (await countEvents(services, 'applied')) >= 5, 'some events are applied');
    await killed.kill();
    const { db } = services;
    const inHand = await db
      .selectFrom('stripeEvents')
      .select('id')
      .where('state', '=', 'waiting')
      .where('leaseUntil', '>', new Date())
      .execute();
    assert.ok(inHand.length > 0, 'it was killed with some in hand');
    // Five minutes, which are not waited for.
    await db
      .updateTable('stripeEvents')
      .set({ leaseUntil: new Date(0) })
      .where('leaseUntil', 'is not', null)
      .execute();
    const next = await startWorkerProcess(services, nowhere, settings);
    await until(async () => (await countEvents(services, 'waiting')) === 0, 'all events are applied');
    await next.kill();
    await assertNoneLost(services);
  });

  it('while the queue is away: each is acknowledged within seconds, and the sweep finds them', async () => {
    const [services, events] = await open({ redisUrl: `redis://127.0.0.1:${await serverPort()}` });
    const web = await startWeb(services);
    const began = performance.now();
    const statuses = await Promise.all(events.map((event) => post(web, event)));
    assert.deepEqual(new Set(statuses), new Set([200]));
    assert.ok(performance.now() - began < 5_000);
    assert.equal(await countEvents(services, 'waiting'), patrons * 2);
    // The queue is back, and has heard nothing of them.
    const back = { ...services, config: { ...services.config, redisUrl: null } };
    const worker = await startWorkerProcess(back, nowhere, settings);
    await until(async () => (await countEvents(services, 'waiting')) === 0, 'all events are applied');
    await worker.kill();
    await assertNoneLost(services);
  });
});

describe('a Stripe that takes every question and never answers', () => {
  it('delays no launch and no mail', async () => {
    const asked: string[] = [];
    const silent = createServer(({ url = '' }) => void (url.includes('/checkout/') && asked.push(url)));
    await new Promise<void>((listening) => {
      silent.listen(0, '127.0.0.1', listening);
    });
    after(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const { port } = silent.address() as AddressInfo;
    const services = await createTestServices({ stripe: config });
    const { db } = services;
    const newsletter = await openNewsroom(services);
    await addReaders(services, newsletter, 1);
    const editionId = await approveAppeal(services, newsletter, 'a');
    const purchase = {
      purpose: 'contribution' as const,
      browserHash: Buffer.alloc(32),
      amount: 500,
      currency: 'eur',
    };
    await db
      .insertInto('checkouts')
      .values({ ...purchase, stripeSessionId: 'cs_test_silent', expiresAt: new Date(0) })
      .execute();
    const relay = await startRelay();
    const base = { STRIPE_API_BASE: `http://127.0.0.1:${port}` };
    const worker = await startWorkerProcess(services, relay.url, { ...settings, ...base });
    await until(() => asked.length > 0, 'Stripe is asked of the purchase');
    const due = { state: 'scheduled' as const, sendAt: new Date() };
    await db.updateTable('editions').set(due).where('id', '=', editionId).execute();
    await until(() => relay.received.length > 0, 'it is in', 15);
    assert.deepEqual(
      asked,
      ['/v1/checkout/sessions/cs_test_silent'],
      'the first question is not answered yet',
    );
    await worker.kill();
  });
});
