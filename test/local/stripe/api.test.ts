import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stripe } from 'stripe';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox();
const { stripe } = sandbox;

describe('the API of the sandbox', () => {
  test('a key that is not its own is refused', async () => {
    const { host, port } = { host: '127.0.0.1', port: Number(new URL(sandbox.origin).port) };
    const stranger = new Stripe('sk_test_somebodyelse', {
      host,
      port,
      protocol: 'http',
      maxNetworkRetries: 0,
    });
    await assert.rejects(stranger.balance.retrieve(), Stripe.errors.StripeAuthenticationError);
    assert.equal((await stripe.balance.retrieve()).object, 'balance');
  });

  test('the same call under the same key gets the same answer, another call under it is refused', async () => {
    const options = { idempotencyKey: 'customer-1' };
    const first = await stripe.customers.create({ email: 'ada@example.org' }, options);
    const second = await stripe.customers.create({ email: 'ada@example.org' }, options);
    assert.equal(second.id, first.id);
    assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
    await assert.rejects(
      stripe.customers.create({ email: 'bo@example.org' }, options),
      Stripe.errors.StripeIdempotencyError,
    );
    assert.equal((await stripe.customers.list({ email: 'ada@example.org' })).data.length, 1);
  });

  test('lists go page by page, newest first, in both directions', async () => {
    const made: string[] = [];
    for (let index = 0; index < 25; index += 1) {
      const { id } = await stripe.products.create({ name: `Product ${index}` });
      made.unshift(id);
    }
    const all = await stripe.products.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
    assert.deepEqual(
      all.map(({ id }) => id),
      made,
    );
    const middle = await stripe.products.list({ limit: 5, starting_after: made[9] ?? '' });
    assert.deepEqual(
      middle.data.map(({ id }) => id),
      made.slice(10, 15),
    );
    assert.equal(middle.has_more, true);
    const back = await stripe.products.list({ limit: 5, ending_before: made[10] ?? '' });
    assert.deepEqual(
      back.data.map(({ id }) => id),
      made.slice(5, 10),
    );
    const last = await stripe.products.list({ limit: 100, starting_after: made[20] ?? '' });
    assert.deepEqual([last.data.length, last.has_more], [4, false]);
  });

  test('errors have the shape that the SDK knows', async () => {
    const failure = async (call: Promise<unknown>): Promise<Stripe.errors.StripeError> => {
      const error: unknown = await call.then(
        () => null,
        (caught: unknown) => caught,
      );
      assert.ok(error instanceof Stripe.errors.StripeError);
      return error;
    };
    const unknown = await failure(stripe.customers.retrieve('cus_none'));
    assert.deepEqual([unknown.statusCode, unknown.code, unknown.param], [404, 'resource_missing', 'id']);
    const lacking = await failure(stripe.products.create({} as Stripe.ProductCreateParams));
    assert.deepEqual([lacking.statusCode, lacking.code, lacking.param], [400, 'parameter_missing', 'name']);
    const odd = { name: 'A', colour: 'red' } as Stripe.ProductCreateParams;
    const strange = await failure(stripe.products.create(odd));
    assert.deepEqual([strange.code, strange.param], ['parameter_unknown', 'colour']);
    const nowhere = await failure(stripe.rawRequest('GET', '/v1/nonsense'));
    assert.equal(nowhere.statusCode, 404);
    const deep = 'a.b.c.d.e';
    assert.match((await failure(stripe.customers.list({ expand: [deep] }))).message, /4 levels/);
  });

  test('metadata is merged, a key with nothing is removed', async () => {
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
    const { metadata } = await stripe.customers.update(id, { metadata: { a: '', c: '3' } });
    assert.deepEqual(metadata, { b: '2', c: '3' });
  });

  test('a product has prices, one of them can be retired, and a lookup key can go over', async () => {
    const product = await stripe.products.create({ name: 'Breakfast' });
    const made = { product: product.id, currency: 'eur', recurring: { interval: 'month' } } as const;
    const old = await stripe.prices.create({ ...made, unit_amount: 800, lookup_key: 'breakfast' });
    const next = await stripe.prices.create({
      ...made,
      unit_amount: 900,
      lookup_key: 'breakfast',
      transfer_lookup_key: true,
    });
    await stripe.prices.update(old.id, { active: false });
    const found = await stripe.prices.list({ product: product.id, active: true, expand: ['data.product'] });
    assert.deepEqual(
      found.data.map(({ id }) => id),
      [next.id],
    );
    assert.equal(found.data[0]?.unit_amount_decimal?.toString(), '900');
    const owner = found.data[0]?.product;
    assert.ok(typeof owner === 'object' && !owner.deleted);
    assert.equal(owner.name, 'Breakfast');
    assert.equal((await stripe.prices.retrieve(old.id)).lookup_key, null);
  });

  test('a promotion code takes off what its coupon says, at Checkout and once', async () => {
    const product = await stripe.products.create({ name: 'Table' });
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' });
    const promotion = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'HALF',
    });
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      success_url: 'http://news.example/thanks',
      allow_promotion_codes: true,
      line_items: [
        {
          price_data: {
            currency: 'eur',
            product: product.id,
            unit_amount: 2_000,
            recurring: { interval: 'month' },
          },
        },
      ],
    });
    const wrong = await sandbox.pay(session.url, { email: 'a@example.org', promo: 'NONE' });
    assert.match(wrong.page, /invalid/);
    await sandbox.pay(session.url, { email: 'a@example.org', promo: 'half' });
    const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] });
    assert.equal(paid.amount_total, 1_000);
    assert.ok(paid.invoice !== null && typeof paid.invoice === 'object');
    assert.deepEqual([paid.invoice.subtotal, paid.invoice.amount_paid], [2_000, 1_000]);
    assert.equal((await stripe.promotionCodes.retrieve(promotion.id)).times_redeemed, 1);
  });

  test('a dispute takes the money, and a refund that fails gives it back', async () => {
    const product = await stripe.products.create({ name: 'Gift' });
    const pay = async (): Promise<string> => {
      const session = await stripe.checkout.sessions.create({
        mode: 'payment',
        success_url: 'http://news.example/thanks',
        line_items: [{ price_data: { currency: 'eur', product: product.id, unit_amount: 900 } }],
      });
      await sandbox.pay(session.url, { email: 'a@example.org' });
      const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(session.id, {
        expand: ['payment_intent'],
      });
      assert.ok(intent !== null && typeof intent === 'object' && typeof intent.latest_charge === 'string');
      return intent.latest_charge;
    };
    const disputed = await pay();
    const { id } = sandbox.dispute(disputed);
    assert.equal((await stripe.charges.retrieve(disputed)).disputed, true);
    await assert.rejects(stripe.refunds.create({ charge: disputed }), { code: 'charge_disputed' });
    sandbox.closeDispute(id, 'lost');
    assert.equal((await stripe.disputes.retrieve(id)).status, 'lost');
    const refunded = await pay();
    const refund = await stripe.refunds.create({ charge: refunded });
    assert.equal((await stripe.charges.retrieve(refunded)).refunded, true);
    sandbox.failRefund(refund.id);
    const after = await stripe.charges.retrieve(refunded, { expand: ['refunds'] });
    assert.deepEqual(
      [after.refunded, after.amount_refunded, after.refunds?.data[0]?.status],
      [false, 0, 'failed'],
    );
  });

  test('ten thousand patrons are there in a moment', async () => {
    const product = await stripe.products.create({ name: 'Coffee' });
    const began = performance.now();
    sandbox.seed(10_000, {
      product: product.id,
      amount: 300,
      currency: 'eur',
      interval: 'month',
      metadata: (index) => ({ checkout: String(index) }),
      email: (index) => `reader${index}@example.org`,
    });
    const seeded = performance.now();
    let count = 0;
    for await (const { status } of stripe.subscriptions.list({ limit: 100 }))
      count += status === 'active' ? 1 : 0;
    assert.ok(count >= 10_000, String(count));
    assert.ok(seeded - began < 10_000, `${Math.round(seeded - began)} ms`);
    sandbox.reset();
    assert.equal((await stripe.subscriptions.list()).data.length, 0);
  });
});
