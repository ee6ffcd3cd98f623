import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Stripe } from 'stripe';
import { projectRoot } from '../../../src/config.ts';
import { stripeHandlers } from '../../../src/memberships/stripe/handlers/index.ts';
import { idOf } from '../../../src/memberships/stripe/ours.ts';
import { createTestServices } from '../../support/services.ts';
import { beginCheckout, drainEvents, openStripeNewsroom, takeEvent } from '../../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const { coffee } = await openStripeNewsroom(services);
const { stripe } = sandbox;
await sandbox.pay(await beginCheckout(services, sandbox, coffee), { email: 'patron@readers.example' });

const [session] = (await stripe.checkout.sessions.list()).data;
const [subscription] = (await stripe.subscriptions.list()).data;
const [invoice] = (await stripe.invoices.list()).data;
const [intent] = (await stripe.paymentIntents.list({ expand: ['data.latest_charge'] })).data;
assert.ok(session && subscription && invoice && intent);
const charge = await stripe.charges.retrieve(idOf(intent.latest_charge) ?? '');
const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 1 });
const dispute = sandbox.dispute(charge.id);
const customer = (await stripe.customers.retrieve(idOf(subscription.customer) ?? '')) as Stripe.Customer;
const [method] = (await stripe.paymentMethods.list({ customer: customer.id })).data;
assert.ok(method);
const product = await stripe.products.retrieve(coffee.stripeProductId ?? '');
const price = await stripe.prices.retrieve(coffee.prices[0]?.stripePriceId ?? '');

let number = 0;
function frame() {
  number += 1;
  return {
    id: `evt_typed_${number}`,
    object: 'event' as const,
    api_version: '2026-10-28.endive',
    created: 1_793_613_600,
    livemode: false,
    pending_webhooks: 1,
    request: null,
  };
}

const typed = [
  { ...frame(), type: 'checkout.session.completed', data: { object: session } } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'checkout.session.async_payment_succeeded',
    data: { object: session },
  } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'checkout.session.async_payment_failed',
    data: { object: session },
  } satisfies Stripe.Event,
  { ...frame(), type: 'checkout.session.expired', data: { object: session } } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.created',
    data: { object: subscription },
  } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.updated',
    data: { object: subscription },
  } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.deleted',
    data: { object: subscription },
  } satisfies Stripe.Event,
  { ...frame(), type: 'customer.subscription.paused', data: { object: subscription } } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.resumed',
    data: { object: subscription },
  } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.pending_update_applied',
    data: { object: subscription },
  } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'customer.subscription.pending_update_expired',
    data: { object: subscription },
  } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.paid', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.payment_failed', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.payment_action_required', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.finalization_failed', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.marked_uncollectible', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.voided', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'invoice.upcoming', data: { object: invoice } } satisfies Stripe.Event,
  { ...frame(), type: 'charge.refunded', data: { object: charge } } satisfies Stripe.Event,
  { ...frame(), type: 'refund.created', data: { object: refund } } satisfies Stripe.Event,
  { ...frame(), type: 'refund.updated', data: { object: refund } } satisfies Stripe.Event,
  { ...frame(), type: 'refund.failed', data: { object: refund } } satisfies Stripe.Event,
  { ...frame(), type: 'charge.dispute.created', data: { object: dispute } } satisfies Stripe.Event,
  { ...frame(), type: 'charge.dispute.closed', data: { object: dispute } } satisfies Stripe.Event,
  { ...frame(), type: 'charge.dispute.funds_withdrawn', data: { object: dispute } } satisfies Stripe.Event,
  { ...frame(), type: 'charge.dispute.funds_reinstated', data: { object: dispute } } satisfies Stripe.Event,
  { ...frame(), type: 'payment_method.updated', data: { object: method } } satisfies Stripe.Event,
  {
    ...frame(),
    type: 'payment_method.automatically_updated',
    data: { object: method },
  } satisfies Stripe.Event,
  { ...frame(), type: 'product.created', data: { object: product } } satisfies Stripe.Event,
  { ...frame(), type: 'product.updated', data: { object: product } } satisfies Stripe.Event,
  { ...frame(), type: 'product.deleted', data: { object: product } } satisfies Stripe.Event,
  { ...frame(), type: 'price.created', data: { object: price } } satisfies Stripe.Event,
  { ...frame(), type: 'price.updated', data: { object: price } } satisfies Stripe.Event,
  { ...frame(), type: 'price.deleted', data: { object: price } } satisfies Stripe.Event,
  { ...frame(), type: 'customer.updated', data: { object: customer } } satisfies Stripe.Event,
  { ...frame(), type: 'customer.deleted', data: { object: customer } } satisfies Stripe.Event,
] as Stripe.Event[];

const recorded = join(projectRoot, '..', 'shared', 'data', 'stripe', 'events');

describe('the handlers', () => {
  it('apply an event of each type, as the SDK describes it', async () => {
    assert.deepEqual(
      typed.map(({ type }) => type as string).toSorted(),
      Object.keys(stripeHandlers).toSorted(),
    );
    for (const event of typed) {
      await takeEvent(services, sandbox, event);
      await drainEvents(services);
    }
    const rows = await db.selectFrom('stripeEvents').select(['type', 'state', 'reason']).execute();
    assert.deepEqual(
      rows.filter(({ state }) => state !== 'applied'),
      [],
    );
    const stuck = typed.find(({ type }) => type === 'invoice.finalization_failed');
    await takeEvent(services, sandbox, { ...stuck, id: 'evt_typed_stuck_again' } as Stripe.Event);
    await drainEvents(services);
    const told = await db
      .selectFrom('serviceMails')
      .selectAll()
      .where('kind', '=', 'invoice-stuck')
      .execute();
    assert.deepEqual(
      told.map(({ address, stream, idempotencyKey }) => [address, stream, idempotencyKey]),
      [['desk@courier.example', 'staff', `invoice-stuck:${invoice.id}`]],
    );
    const payment = await db.selectFrom('payments').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual([payment.amount, payment.refunded, payment.dispute], [300, 1, 'open']);
  });

  it('void a membership whose only payment was charged back', async () => {
    const membership = () => db.selectFrom('memberships').selectAll().executeTakeFirstOrThrow();
    sandbox.closeDispute(dispute.id, 'lost');
    await takeEvent(services, sandbox, {
      ...frame(),
      type: 'charge.dispute.closed',
      data: { object: dispute },
    });
    await drainEvents(services);
    const lost = await membership();
    assert.notEqual(lost.voidedAt, null);
    assert.deepEqual(lost.until, lost.voidedAt);
  });

  it('take recorded events of an old version, or say why not', {
    skip: existsSync(recorded) ? false : 'the recorded events are not here',
  }, async () => {
    const files = await Array.fromAsync(glob('**/*.json', { cwd: recorded }));
    assert.equal(files.length, 34);
    const before = await db.selectFrom('memberships').selectAll().execute();
    for (const file of files) {
      const event = JSON.parse(await readFile(join(recorded, file), 'utf8')) as Stripe.Event;
      await takeEvent(services, sandbox, event).catch((error: Error) =>
        assert.match(error.message, /it is no event of Stripe/, file),
      );
    }
    await drainEvents(services);
    const rows = await db
      .selectFrom('stripeEvents')
      .select(['id', 'type', 'state', 'reason'])
      .where('id', 'not like', 'evt_typed%')
      .execute();
    for (const { type, state, reason } of rows) {
      assert.ok(state === 'ignored' || state === 'refused', `${type} is ${state}`);
      assert.ok(reason !== null && reason.length > 10, `${type} has a reason`);
    }
    assert.deepEqual(await db.selectFrom('memberships').selectAll().execute(), before);
  });
});
