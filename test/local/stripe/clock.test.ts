import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Stripe } from 'stripe';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-03-01T09:00:00Z') });
const { stripe } = sandbox;

const types = async (...wanted: string[]): Promise<string[]> => {
  const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return events.map(({ type }) => type).filter((type) => wanted.includes(type));
};

async function subscribe(
  card: string,
  amount = 500,
  interval: 'month' | 'year' = 'month',
): Promise<Stripe.Subscription> {
  const product = await stripe.products.create({ name: 'Breakfast' });
  const customer = await stripe.customers.create({ email: 'cleo@example.org' });
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'eur',
    unit_amount: amount,
    recurring: { interval },
  });
  return stripe.subscriptions.create({
    customer: customer.id,
    default_payment_method: method.id,
    items: [{ price: price.id }],
  });
}

/** Pays once, and takes a card then of which each charge fails, as one tries it at Stripe. */
async function subscribeToFail(): Promise<Stripe.Subscription> {
  const { id, customer } = await subscribe('pm_card_visa');
  assert.ok(typeof customer === 'string');
  const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  return stripe.subscriptions.update(id, { default_payment_method: card.id });
}

const again = ({ id }: { id: string }): Promise<Stripe.Subscription> => stripe.subscriptions.retrieve(id);
const latestOf = ({ latest_invoice: invoice }: Stripe.Subscription): string =>
  typeof invoice === 'string' ? invoice : '';
const invoicesOf = async ({ id }: { id: string }): Promise<Stripe.Invoice[]> =>
  (await stripe.invoices.list({ subscription: id, limit: 100 })).data;
const periodOf = ({ items }: Stripe.Subscription): [string, string] => {
  const [item] = items.data;
  return [item?.current_period_start ?? 0, item?.current_period_end ?? 0].map((at) =>
    new Date(at * 1_000).toISOString().slice(0, 10),
  ) as [string, string];
};
const change = (subscription: Stripe.Subscription, amount: number, interval: 'month' | 'year' = 'month') => {
  const [item] = subscription.items.data;
  const product = typeof item?.price.product === 'string' ? item.price.product : '';
  const price_data = { currency: 'eur', product, unit_amount: amount, recurring: { interval } };
  return { items: [{ id: item?.id ?? '', price_data }] };
};

describe('the clock of the sandbox', () => {
  beforeEach(() => sandbox.reset());

  test('a month on, a subscription is renewed and paid for', async () => {
    const subscription = await subscribe('pm_card_visa');
    assert.equal(subscription.status, 'active');
    assert.deepEqual(periodOf(subscription), ['2026-03-01', '2026-04-01']);
    await sandbox.clock.advance({ months: 1 });
    assert.deepEqual(periodOf(await again(subscription)), ['2026-04-01', '2026-05-01']);
    const [renewal, first] = await invoicesOf(subscription);
    assert.equal(first?.billing_reason, 'subscription_create');
    assert.equal(renewal?.billing_reason, 'subscription_cycle');
    assert.equal(renewal?.status, 'paid');
    assert.deepEqual(await types('invoice.upcoming', 'invoice.paid'), [
      'invoice.paid',
      'invoice.upcoming',
      'invoice.paid',
    ]);
  });

  test('a trial costs nothing until it is over, and then its first month', async () => {
    const { id, customer, items } = await subscribe('pm_card_visa');
    const trial = await stripe.subscriptions.create({
      customer: typeof customer === 'string' ? customer : customer.id,
      default_payment_method: (await stripe.subscriptions.retrieve(id)).default_payment_method as string,
      items: [{ price: items.data[0]?.price.id ?? '' }],
      trial_period_days: 7,
    });
    assert.equal(trial.status, 'trialing');
    assert.deepEqual(
      (await invoicesOf(trial)).map(({ amount_paid }) => amount_paid),
      [0],
    );
    await sandbox.clock.advance({ days: 8 });
    assert.equal((await again(trial)).status, 'active');
    assert.deepEqual(
      (await invoicesOf(trial)).map(({ amount_paid, status }) => [amount_paid, status]),
      [
        [500, 'paid'],
        [0, 'paid'],
      ],
    );
  });

  test('a renewal that fails is tried on the third, fifth and seventh day, and then it is over', async () => {
    assert.equal((await subscribe('pm_card_chargeCustomerFail')).status, 'incomplete');
    const subscription = await subscribeToFail();
    await sandbox.clock.advance({ months: 1 });
    assert.equal((await again(subscription)).status, 'past_due');
    for (const tries of [2, 3]) {
      await sandbox.clock.advance({ days: tries === 2 ? 3 : 2 });
      const [renewal] = await invoicesOf(subscription);
      assert.equal(renewal?.attempt_count, tries);
      assert.equal((await again(subscription)).status, 'past_due');
    }
    await sandbox.clock.advance({ days: 2 });
    const ended = await again(subscription);
    assert.equal(ended.status, 'canceled');
    assert.equal(ended.cancellation_details?.reason, 'payment_failed');
  });

  test('a new card and the open invoice paid: it lives on', async () => {
    const subscription = await subscribeToFail();
    await sandbox.clock.advance({ months: 1 });
    const [open] = await invoicesOf(subscription);
    await assert.rejects(stripe.invoices.pay(open?.id ?? ''), Stripe.errors.StripeCardError);
    const customer = typeof subscription.customer === 'string' ? subscription.customer : '';
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    const paid = await stripe.invoices.pay(open?.id ?? '', { payment_method: id });
    assert.equal(paid.status, 'paid');
    assert.equal((await again(subscription)).status, 'active');
  });

  test('one that ends with its period ends then, and not before', async () => {
    const subscription = await subscribe('pm_card_visa');
    const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    assert.equal(ending.cancel_at, ending.items.data[0]?.current_period_end);
    await sandbox.clock.advance({ days: 20 });
    assert.equal((await again(subscription)).status, 'active');
    await sandbox.clock.advance({ days: 12 });
    assert.equal((await again(subscription)).status, 'canceled');
    assert.equal((await invoicesOf(subscription)).length, 1);
  });

  test('what rests is not billed; resumed, a new period begins, less what was not used', async () => {
    const subscription = await subscribe('pm_card_visa', 3_100);
    await sandbox.clock.advance({ days: 10 });
    const paused = await stripe.subscriptions.pause(subscription.id);
    assert.equal(paused.status, 'paused');
    assert.equal(paused.status_details?.paused.subscription.type, 'pause_requested');
    await sandbox.clock.advance({ months: 2 });
    assert.equal((await invoicesOf(subscription)).length, 1);
    const resumed = await stripe.subscriptions.resume(subscription.id);
    assert.equal(resumed.status, 'active');
    assert.equal(resumed.status_details, undefined);
    const [invoice] = await invoicesOf(subscription);
    assert.equal(invoice?.total, 3_100 - 2_100);
    assert.equal(invoice?.status, 'paid');
    assert.deepEqual(await types('customer.subscription.paused', 'customer.subscription.resumed'), [
      'customer.subscription.resumed',
      'customer.subscription.paused',
    ]);
  });

  test('an upgrade costs what its preview says', async () => {
    const subscription = await subscribe('pm_card_visa', 3_100);
    await sandbox.clock.advance({ days: 10 });
    const wanted = change(subscription, 6_200);
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { ...wanted, proration_behavior: 'always_invoice' },
    });
    assert.equal(preview.total, 2_100);
    assert.deepEqual(periodOf(await again(subscription)), ['2026-03-01', '2026-04-01']);
    const upgraded = await stripe.subscriptions.update(subscription.id, {
      ...wanted,
      proration_behavior: 'always_invoice',
    });
    assert.equal(upgraded.items.data[0]?.price.unit_amount, 6_200);
    const [invoice] = await invoicesOf(subscription);
    assert.equal(invoice?.amount_paid, 2_100);
    assert.equal(invoice?.billing_reason, 'subscription_update');
  });

  test('from months to years a new period begins, and the unused days are taken off', async () => {
    const subscription = await subscribe('pm_card_visa', 3_100);
    await sandbox.clock.advance({ days: 10 });
    const yearly = await stripe.subscriptions.update(subscription.id, change(subscription, 31_000, 'year'));
    assert.deepEqual(periodOf(yearly), ['2026-03-11', '2027-03-11']);
    const [invoice] = await invoicesOf(subscription);
    assert.equal(invoice?.amount_paid, 31_000 - 2_100);
  });

  test('a downgrade at once becomes a credit, which the next renewal uses up', async () => {
    const subscription = await subscribe('pm_card_visa', 3_100);
    await sandbox.clock.advance({ days: 10 });
    await stripe.subscriptions.update(subscription.id, {
      ...change(subscription, 310),
      proration_behavior: 'always_invoice',
    });
    const customer = typeof subscription.customer === 'string' ? subscription.customer : '';
    const owner = await stripe.customers.retrieve(customer);
    assert.equal(owner.deleted ? 0 : owner.balance, -1_890);
    await sandbox.clock.advance({ months: 1 });
    const [renewal] = await invoicesOf(subscription);
    assert.deepEqual([renewal?.total, renewal?.amount_due, renewal?.status], [310, 0, 'paid']);
  });

  test('a change that waits for its payment: applied once paid, dropped after a day', async () => {
    const subscription = await subscribeToFail();
    const wanted = {
      ...change(subscription, 900),
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    } as const;
    const waiting = await stripe.subscriptions.update(subscription.id, wanted);
    assert.ok(waiting.pending_update !== null);
    assert.equal(waiting.items.data[0]?.price.unit_amount, 500);
    assert.equal(waiting.status, 'active');
    await sandbox.clock.advance({ days: 1 });
    assert.equal((await again(subscription)).pending_update, null);
    const customer = typeof subscription.customer === 'string' ? subscription.customer : '';
    const once = await stripe.subscriptions.update(subscription.id, wanted);
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.invoices.pay(latestOf(once), { payment_method: id });
    const applied = await again(subscription);
    assert.equal(applied.pending_update, null);
    assert.equal(applied.items.data[0]?.price.unit_amount, 900);
    assert.equal((await types('customer.subscription.pending_update_applied')).length, 1);
    assert.equal((await types('customer.subscription.pending_update_expired')).length, 1);
  });

  test('a page of Checkout expires, and so does a first payment that nobody makes', async () => {
    const product = await stripe.products.create({ name: 'A gift' });
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://news.example/thanks',
      line_items: [{ price_data: { currency: 'eur', product: product.id, unit_amount: 900 } }],
    });
    const subscription = await subscribe('pm_card_chargeDeclined');
    assert.equal(subscription.status, 'incomplete');
    await sandbox.clock.advance({ days: 1 });
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'expired');
    assert.equal((await again(subscription)).status, 'incomplete_expired');
  });
});
