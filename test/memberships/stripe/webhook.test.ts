import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Stripe } from 'stripe';
import { receiveEvent } from '../../../src/memberships/stripe/receive-event.ts';
import { hasStripeEventsDue } from '../../../src/memberships/stripe/due.ts';
import { handleStripeEvents } from '../../../src/memberships/stripe/handle-events.ts';
import { nextStripeRead } from '../../../src/memberships/queries/payments.ts';
import { createStripe } from '../../../src/stripe.ts';
import { createTestServices } from '../../support/services.ts';
import { drainEvents, openStripeNewsroom, subscribeAtStripe } from '../../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { startWeb } from '../../support/web.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
const { coffee } = await openStripeNewsroom(services);
sandbox.webhooks.hold();
await subscribeAtStripe(sandbox, coffee);
const told = sandbox.webhooks.queued();
const created = eventOf('customer.subscription.created');

function eventOf(type: string): Stripe.Event {
  const event = told.find((one) => one.type === type);
  assert.ok(event !== undefined, `the sandbox tells of ${type}`);
  return event;
}

interface Signing {
  secret?: string;
  secondsAgo?: number;
  body?: string;
}

async function post(
  event: object,
  { secret = sandbox.config.webhookSecret, secondsAgo = 0, body }: Signing = {},
) {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo;
  const signature = sandbox.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const answer = await fetch(`${web.origin}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'stripe-signature': signature, 'content-type': 'application/json' },
    body: body ?? payload,
  });
  return { status: answer.status, body: (await answer.json()) as { error?: { message: string } } };
}

const stored = () => db.selectFrom('stripeEvents').selectAll().orderBy('id').execute();
const everything = async () => ({
  memberships: await db.selectFrom('memberships').selectAll().execute(),
  payments: await db.selectFrom('payments').selectAll().execute(),
});
const nothing = { memberships: [], payments: [] };

describe('what is posted to the webhook', () => {
  it('is refused where Stripe did not sign it, or signed it over five minutes ago, and nothing of it is kept', async () => {
    const forged = await post(created, { secret: 'whsec_somebody_elses' });
    const old = await post(created, { secondsAgo: 301 });
    const changed = await post(created, { body: JSON.stringify({ ...created, livemode: true }) });
    const unsigned = await fetch(`${web.origin}/webhooks/stripe`, {
      method: 'POST',
      body: JSON.stringify(created),
    });
    assert.deepEqual([forged.status, old.status, changed.status, unsigned.status], [400, 400, 400, 400]);
    assert.match(old.body.error?.message ?? '', /not signed by Stripe: Timestamp outside the tolerance zone/);
    assert.deepEqual(await stored(), []);
    const refused = await services.metrics.stripeEvents.get();
    assert.deepEqual(
      refused.values.map(({ labels, value }) => [labels.outcome, value]),
      [['not-signed', 4]],
    );
  });

  it('is refused where it is signed and no event', async () => {
    for (const body of [
      {},
      [],
      { id: 'evt_1', object: 'event' },
      { object: 'v2.core.event', id: 'evt_2', type: 'x' },
    ])
      assert.equal((await post(body)).status, 400, JSON.stringify(body));
    assert.deepEqual(await stored(), []);
  });

  it('of another account or the other mode is kept as refused, and changes nothing', async () => {
    const foreign = { ...created, id: 'evt_foreign', account: 'acct_another' };
    const live = { ...created, id: 'evt_live', livemode: true };
    assert.deepEqual([(await post(foreign)).status, (await post(live)).status], [200, 200]);
    await drainEvents(services);
    assert.deepEqual(
      (await stored()).map(({ id, state, reason }) => [id, state, reason]),
      [
        ['evt_foreign', 'refused', 'it is of another account, acct_another'],
        ['evt_live', 'refused', 'it is of live mode; the key is of test mode'],
      ],
    );
    assert.deepEqual(await everything(), nothing);
  });

  it('ten times at the same time is stored once and applied once', async () => {
    const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await post(created)).status));
    assert.deepEqual(new Set(statuses), new Set([200]));
    await Promise.all([drainEvents(services), drainEvents(services)]);
    const { memberships } = await everything();
    assert.equal(memberships.length, 1);
    const rows = (await stored()).filter(({ id }) => id === created.id);
    assert.deepEqual(
      rows.map(({ state, attempts }) => [state, attempts]),
      [['applied', 1]],
    );
    const news = await db.selectFrom('events').select('kind').where('kind', 'like', 'membership-%').execute();
    assert.deepEqual(news, [{ kind: 'membership-started' }]);
  });

  it('is kept as ids alone: no address, and no link to a page of Stripe’s', async () => {
    await post(eventOf('checkout.session.completed'));
    const rows = JSON.stringify(await stored());
    assert.ok(!rows.includes('patron@readers.example'));
    assert.ok(!rows.includes('http'));
  });

  it('of a type of which nothing is done is ignored', async () => {
    await post({ ...created, id: 'evt_unknown', type: 'billing.meter.created' });
    await drainEvents(services);
    const row = (await stored()).find(({ id }) => id === 'evt_unknown');
    assert.deepEqual([row?.state, row?.reason], ['ignored', 'nothing is done about its type']);
  });

  it('waits and is tried again where Stripe does not answer', async () => {
    const settled = eventOf('invoice.paid');
    await post(settled);
    const away = createAway();
    assert.equal((await handleStripeEvents(away, new AbortController().signal)) > 0, true);
    const row = (await stored()).find(({ id }) => id === settled.id);
    assert.deepEqual([row?.state, row?.attempts], ['waiting', 1]);
    assert.ok(row !== undefined && row.dueAt > new Date());
    await drainEvents(services);
    assert.equal((await everything()).payments.length, 1);
  });

  it('is acknowledged with the queue away, and worked on once the sweep looks', async () => {
    const jobs = { ...services.jobs, hint: () => Promise.reject(new Error('the queue is away')) };
    const received = await receiveEvent(
      { ...services, jobs },
      signed({ ...created, id: 'evt_queue_away' }),
      new Date(),
    );
    assert.equal(received, 'stored');
    assert.equal(await hasStripeEventsDue(db), true);
    await drainEvents(services);
    assert.equal(await hasStripeEventsDue(db), false);
  });

  it('thirty times of one object makes one fetch, and each is applied', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ ...created, id: `evt_alike_${index}` }));
    await Promise.all(many.map((one) => post(one)));
    const before = await nextStripeRead(db);
    assert.equal(await handleStripeEvents(services, new AbortController().signal), many.length);
    assert.equal((await nextStripeRead(db)) - before, 2);
    const rows = (await stored()).filter(({ id }) => id.startsWith('evt_alike'));
    assert.deepEqual(new Set(rows.map(({ state }) => state)), new Set(['applied']));
  });

  it('is given back by a worker that ends before it has begun it', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...created,
      id: `evt_ending_${index}`,
      data: { object: { ...created.data.object, id: `sub_ending_${index}` } },
    }));
    await Promise.all(many.map((one) => post(one)));
    const ending = new AbortController();
    const log = Object.assign(Object.create(services.log), { info: () => ending.abort() });
    const taken = await handleStripeEvents({ ...services, log }, ending.signal);
    assert.ok(taken < many.length, `${taken} were begun`);
    const left = (await stored()).filter(({ state }) => state === 'waiting');
    assert.equal(left.length, many.length - taken);
    assert.ok(left.every(({ leaseUntil, attempts }) => leaseUntil === null && attempts === 0));
    await drainEvents(services);
  });

  it('is taken up by another worker when the one that had it is killed', async () => {
    await post({ ...created, id: 'evt_killed' });
    // As a killed worker leaves it: in its hand, until its lease is over.
    await db
      .updateTable('stripeEvents')
      .set({ attempts: 1, leaseUntil: new Date(Date.now() + 60_000) })
      .where('id', '=', 'evt_killed')
      .execute();
    assert.equal(await handleStripeEvents(services, new AbortController().signal), 0);
    await db
      .updateTable('stripeEvents')
      .set({ leaseUntil: new Date(Date.now() - 1) })
      .where('id', '=', 'evt_killed')
      .execute();
    assert.equal(await handleStripeEvents(services, new AbortController().signal), 1);
    const row = (await stored()).find(({ id }) => id === 'evt_killed');
    assert.deepEqual([row?.state, row?.attempts], ['applied', 2]);
  });
});

describe('without a Stripe account', () => {
  it('there is nothing at the address', async () => {
    const bare = await startWeb({ ...services, stripe: null, config: { ...services.config, stripe: null } });
    const answer = await fetch(`${bare.origin}/webhooks/stripe`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 404);
  });
});

function signed(event: object): { body: Buffer; signature: string } {
  const payload = JSON.stringify(event);
  const signature = sandbox.stripe.webhooks.generateTestHeaderString({
    payload,
    secret: sandbox.config.webhookSecret,
  });
  return { body: Buffer.from(payload), signature };
}

/** The same newsroom, whose Stripe is at an address where nobody answers. */
function createAway(): typeof services {
  const stripe = createStripe({ ...sandbox.config, apiBase: 'http://127.0.0.1:9' }, 'mark');
  return { ...services, stripe };
}
