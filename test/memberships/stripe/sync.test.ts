import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cards, makeCard } from '../../../src/local/stripe/objects/payment-method.ts';
import { system } from '../../../src/access/actor.ts';
import { syncSubscription } from '../../../src/memberships/stripe/sync-subscription.ts';
import { ourMark } from '../../../src/memberships/stripe/ours.ts';
import { syncTier } from '../../../src/memberships/stripe/sync-tier.ts';
import { requireTier, setTier } from '../../../src/memberships/tiers.ts';
import { createTestServices } from '../../support/services.ts';
import { drainEvents, openStripeNewsroom, subscribeAtStripe } from '../../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { startWeb } from '../../support/web.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const web = await startWeb(services);
sandbox.webhooks.to(`${web.origin}/webhooks/stripe`);
const { coffee, breakfast } = await openStripeNewsroom(services);
const { stripe } = sandbox;

async function drain(): Promise<void> {
  await sandbox.webhooks.settled();
  await drainEvents(services);
}

const newest = () => db.selectFrom('memberships').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
const paymentsOf = (membershipId: number) =>
  db
    .selectFrom('payments')
    .selectAll()
    .where('membershipId', '=', membershipId)
    .orderBy('settledAt')
    .execute();
const kindsOf = async (membershipId: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('kind', 'like', 'membership-%')
    .orderBy('id')
    .execute();
  return rows
    .filter(({ data }) => (data as { membershipId: number }).membershipId === membershipId)
    .map(({ kind }) => kind);
};

describe('a tier', () => {
  it('stands in Stripe as a product with its prices, marked as ours', async () => {
    const product = await stripe.products.retrieve(coffee.stripeProductId ?? '');
    assert.deepEqual(
      [product.name, product.active, product.metadata],
      ['A coffee a month', true, { ...ourMark(services.config), tier: 'coffee' }],
    );
    const { data } = await stripe.prices.list({ product: product.id });
    assert.deepEqual(
      data
        .map(({ unit_amount: amount, recurring, active }) => `${amount} ${recurring?.interval} ${active}`)
        .toSorted(),
      ['300 month true', '3000 year true'],
    );
  });

  it('is sent once, however often it is sent, and by two at once', async () => {
    const before = (await stripe.products.list()).data.length;
    await Promise.all([syncTier(services, coffee.id), syncTier(services, coffee.id)]);
    assert.equal((await stripe.products.list()).data.length, before);
    assert.equal((await stripe.prices.list({ product: coffee.stripeProductId ?? '' })).data.length, 2);
  });

  it('keeps an old price for its members, and sells the new one', async () => {
    const old = breakfast.prices[0]?.stripePriceId ?? '';
    await setTier(db, system, 'breakfast', {
      prices: [{ currency: 'eur', interval: 'month', amount: 900, minimum: null }],
    });
    await syncTier(services, breakfast.id);
    assert.equal((await stripe.prices.retrieve(old)).active, false);
    const now = (await requireTier(db, 'breakfast')).prices.find(({ interval }) => interval === 'month');
    assert.equal((await stripe.prices.retrieve(now?.stripePriceId ?? '')).unit_amount, 900);
  });

  it('that somebody changed at Stripe is set right there', async () => {
    await stripe.products.update(coffee.stripeProductId ?? '', { name: 'Tea' });
    await stripe.prices.update(coffee.prices[0]?.stripePriceId ?? '', { active: false });
    await drain();
    assert.equal((await stripe.products.retrieve(coffee.stripeProductId ?? '')).name, 'A coffee a month');
    assert.equal((await stripe.prices.retrieve(coffee.prices[0]?.stripePriceId ?? '')).active, true);
  });
});

describe('a membership', () => {
  it('is there once Stripe has told of it: paid, with its period and its payment', async () => {
    await subscribeAtStripe(sandbox, coffee);
    await drain();
    const { id, ...membership } = await newest();
    const { state, amount, currency, interval, tierId, until, voidedAt } = membership;
    assert.deepEqual(
      { state, amount, currency, interval, tierId, until, voidedAt },
      {
        state: 'active',
        amount: 300,
        currency: 'eur',
        interval: 'month',
        tierId: coffee.id,
        until: null,
        voidedAt: null,
      },
    );
    assert.deepEqual(membership.since, new Date('2026-11-02T10:00:00Z'));
    assert.deepEqual(membership.periodEnd, new Date('2026-12-02T10:00:00Z'));
    assert.deepEqual(membership.settledAt, new Date('2026-11-02T10:00:00Z'));
    assert.deepEqual(
      (await paymentsOf(id)).map((one) => [one.amount, one.purpose]),
      [[300, 'membership']],
    );
    assert.deepEqual(await kindsOf(id), ['membership-started']);
  });

  it('renews: the same membership, one payment more', async () => {
    const { id } = await newest();
    await sandbox.clock.advance({ months: 1 });
    await drain();
    assert.equal((await paymentsOf(id)).length, 2);
    const membership = await newest();
    assert.deepEqual([membership.id, membership.periodEnd], [id, new Date('2027-01-02T10:00:00Z')]);
    assert.deepEqual(membership.settledAt, new Date('2026-11-02T10:00:00Z'));
  });

  it('pauses and rests, and goes on', async () => {
    const { id, stripeSubscriptionId } = await newest();
    await stripe.subscriptions.pause(stripeSubscriptionId ?? '', { type: 'subscription' });
    await syncSubscription(services, stripeSubscriptionId ?? '');
    const paused = await newest();
    assert.equal(paused.state, 'paused');
    assert.deepEqual(paused.until, paused.pausedAt);
    await stripe.subscriptions.resume(stripeSubscriptionId ?? '', { billing_cycle_anchor: { type: 'now' } });
    await drain();
    const resumed = await newest();
    assert.deepEqual([resumed.state, resumed.until, resumed.pausedAt], ['active', null, null]);
    assert.deepEqual(resumed.restedFrom, paused.pausedAt);
    assert.deepEqual(await kindsOf(id), ['membership-started', 'membership-paused', 'membership-resumed']);
  });

  it('loses nothing by a part given back, and ends with the whole', async () => {
    await subscribeAtStripe(sandbox, coffee, { email: 'second@readers.example' });
    await drain();
    const { id } = await newest();
    const [payment] = await paymentsOf(id);
    const intent = payment?.stripePaymentIntentId ?? '';
    await stripe.refunds.create({ payment_intent: intent, amount: 100 });
    await drain();
    const partly = await newest();
    assert.deepEqual([partly.until, partly.voidedAt, (await paymentsOf(id))[0]?.refunded], [null, null, 100]);
    const rest = await stripe.refunds.create({ payment_intent: intent });
    await drain();
    const wholly = await newest();
    assert.notEqual(wholly.voidedAt, null);
    assert.deepEqual(wholly.until, wholly.voidedAt);
    sandbox.failRefund(rest.id);
    await drain();
    const again = await newest();
    assert.deepEqual([again.until, again.voidedAt, (await paymentsOf(id))[0]?.refunded], [null, null, 100]);
  });

  it('has its grace time after a failed renewal, and is as before once it is paid', async () => {
    await subscribeAtStripe(sandbox, coffee, {
      email: 'third@readers.example',
      card: 'fails-on-renewal',
    });
    await drain();
    await sandbox.clock.advance({ months: 1 });
    await drain();
    const { id, stripeSubscriptionId, stripeCustomerId, ...late } = await newest();
    assert.equal(late.state, 'past-due');
    const dunning = await db
      .selectFrom('dunnings')
      .selectAll()
      .where('membershipId', '=', id)
      .executeTakeFirstOrThrow();
    assert.deepEqual(late.until, dunning.graceUntil);
    const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(stripeSubscriptionId ?? '');
    const card = makeCard(sandbox.world(), { number: cards.pays, customer: stripeCustomerId });
    await stripe.invoices.pay(invoice as string, { payment_method: card.id });
    await drain();
    const paid = await newest();
    assert.deepEqual([paid.state, paid.until], ['active', null]);
    assert.equal(
      (
        await db
          .selectFrom('dunnings')
          .select('outcome')
          .where('membershipId', '=', id)
          .executeTakeFirstOrThrow()
      ).outcome,
      'recovered',
    );
  });

  it('ends when Stripe ends it', async () => {
    const { stripeSubscriptionId } = await newest();
    await stripe.subscriptions.cancel(stripeSubscriptionId ?? '');
    await drain();
    const ended = await newest();
    assert.equal(ended.state, 'ended');
    assert.deepEqual(ended.until, ended.endedAt);
  });

  it('of another newsroom like this one on the account is none of ours', async () => {
    const before = await newest();
    const other = { suppressionKey: Buffer.alloc(32, 9) };
    assert.notDeepEqual(ourMark(other), ourMark(services.config));
    const product = await stripe.products.create({ name: 'Another newsroom', metadata: ourMark(other) });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'eur',
      unit_amount: 500,
      recurring: { interval: 'month' },
    });
    await subscribeAtStripe(
      sandbox,
      { ...coffee, prices: [{ ...coffee.prices[0], interval: 'month', stripePriceId: price.id } as never] },
      { metadata: { ...ourMark(other), checkout: '1' } },
    );
    await drain();
    assert.deepEqual(await newest(), before);
  });

  it('of another shop on the account is none of ours', async () => {
    const before = await newest();
    const product = await stripe.products.create({ name: 'Another shop' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'eur',
      unit_amount: 500,
      recurring: { interval: 'month' },
    });
    await subscribeAtStripe(
      sandbox,
      { ...coffee, prices: [{ ...coffee.prices[0], interval: 'month', stripePriceId: price.id } as never] },
      { metadata: {} },
    );
    await drain();
    assert.deepEqual(await newest(), before);
    const ignored = await db
      .selectFrom('stripeEvents')
      .select('reason')
      .where('state', '=', 'ignored')
      .execute();
    assert.ok(ignored.some(({ reason }) => reason === 'neither its product nor its metadata is ours'));
  });
});
