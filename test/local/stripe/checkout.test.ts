import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stripe } from 'stripe';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox();
const { stripe } = sandbox;
const product = await stripe.products.create({ name: 'A coffee a month', metadata: { broadsheet: '1' } });

describe('Checkout of the sandbox', () => {
  const start = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> =>
    stripe.checkout.sessions.create({
      mode: 'subscription',
      ui_mode: 'hosted_page',
      success_url: 'http://news.example/support/thanks?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'http://news.example/support',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'eur',
            product: product.id,
            unit_amount: 700,
            recurring: { interval: 'month' },
          },
        },
      ],
      subscription_data: { metadata: { checkout: '12' } },
      ...more,
    });

  test('a subscription is paid for, and everything hangs together', async () => {
    const session = await start();
    const { to } = await sandbox.pay(session.url, { email: 'ada@example.org' });
    assert.equal(to, `http://news.example/support/thanks?session=${session.id}`);
    const paid = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['subscription.latest_invoice.payments', 'customer', 'line_items'],
    });
    assert.equal(paid.status, 'complete');
    assert.equal(paid.payment_status, 'paid');
    assert.ok(paid.customer !== null && typeof paid.customer === 'object' && !paid.customer.deleted);
    assert.equal(paid.customer.email, 'ada@example.org');
    assert.equal(paid.line_items?.data[0]?.price?.product, product.id);
    const { subscription } = paid;
    assert.ok(subscription !== null && typeof subscription === 'object');
    assert.equal(subscription.status, 'active');
    assert.deepEqual(subscription.metadata, { checkout: '12' });
    const invoice = subscription.latest_invoice;
    assert.ok(invoice !== null && typeof invoice === 'object');
    assert.equal(invoice.status, 'paid');
    assert.equal(invoice.amount_paid, 700);
    assert.equal(invoice.parent?.subscription_details?.subscription, subscription.id);
    const intentId = invoice.payments?.data[0]?.payment.payment_intent;
    assert.ok(typeof intentId === 'string');
    const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] });
    assert.equal(intent.status, 'succeeded');
    assert.ok(intent.latest_charge !== null && typeof intent.latest_charge === 'object');
    assert.equal(intent.latest_charge.amount, 700);
  });

  test('one payment is one payment, with its metadata', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://news.example/thanks',
      line_items: [
        { quantity: 1, price_data: { currency: 'uah', product: product.id, unit_amount: 20_000 } },
      ],
      payment_intent_data: { metadata: { checkout: '13' } },
    });
    await sandbox.pay(session.url, { email: 'bo@example.org' });
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    assert.ok(paid.payment_intent !== null && typeof paid.payment_intent === 'object');
    assert.deepEqual(paid.payment_intent.metadata, { checkout: '13' });
    assert.equal(paid.customer, null);
    const refund = await stripe.refunds.create({ payment_intent: paid.payment_intent.id, amount: 5_000 });
    assert.equal(refund.status, 'succeeded');
    await assert.rejects(
      stripe.refunds.create({ payment_intent: paid.payment_intent.id, amount: 15_001 }),
      Stripe.errors.StripeInvalidRequestError,
    );
  });

  test('a card that is declined leads nowhere, and the page says so', async () => {
    const session = await start();
    const { to, page } = await sandbox.pay(session.url, { card: 'declines', email: 'ada@example.org' });
    assert.equal(to, null);
    assert.match(page, /declined/);
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'open');
  });

  test('a bank that asks is answered on a second page', async () => {
    const session = await start();
    const refused = await sandbox.pay(session.url, {
      card: 'needs-confirmation',
      email: 'a@example.org',
      bank: 'refuse',
    });
    assert.equal(refused.to, null);
    const confirmed = await sandbox.pay(session.url, { card: 'needs-confirmation', email: 'a@example.org' });
    assert.ok(confirmed.to?.startsWith('http://news.example/'));
  });
});
