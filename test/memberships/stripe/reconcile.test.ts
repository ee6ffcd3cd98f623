import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Drift } from '../../../src/memberships/stripe/drift.ts';
import { isReconciliationDue } from '../../../src/memberships/stripe/due.ts';
import { reconcile } from '../../../src/memberships/stripe/reconcile.ts';
import { ourMark } from '../../../src/memberships/stripe/ours.ts';
import { writeTogether } from '../../../src/memberships/stripe/reconciling.ts';
import { system } from '../../../src/access/actor.ts';
import { checkStripeKey } from '../../../src/memberships/stripe/check-account.ts';
import { setPublication } from '../../../src/publication/publication.ts';
import { contributionProduct } from '../../../src/memberships/checkouts/contribution-product.ts';
import { watchStripeKey } from '../../../src/memberships/stripe/key-refused.ts';
import { createStripe } from '../../../src/stripe.ts';
import { commandFor } from '../../support/command.ts';
import { createTestServices } from '../../support/services.ts';
import { beginCheckout, openStripeNewsroom } from '../../support/stripe-newsroom.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const { coffee } = await openStripeNewsroom(services);
const broadsheet = commandFor(services, {
  STRIPE_SECRET_KEY: sandbox.config.secretKey,
  STRIPE_WEBHOOK_SECRET: sandbox.config.webhookSecret,
  STRIPE_API_BASE: sandbox.config.apiBase ?? '',
});
const memberships = () => db.selectFrom('memberships').selectAll().orderBy('id').execute();

// Of all of this no word comes.
await sandbox.pay(await beginCheckout(services, sandbox, coffee), { email: 'patron@readers.example' });
sandbox.foreign();

async function drift(options: { dryRun?: boolean } = {}): Promise<Drift[]> {
  const found: Drift[] = [];
  await reconcile(services, { all: true, ...options, onDrift: (one) => found.push(one) });
  return found;
}

describe('a comparison with Stripe', () => {
  it('says what differs and changes nothing where it is a dry run', async () => {
    const found = await drift({ dryRun: true });
    assert.deepEqual(
      found.map(({ what, mended }) => [what, mended]),
      [
        ['membership', false],
        ['checkout', false],
      ],
    );
    assert.deepEqual(await memberships(), []);
  });

  it('mends it all, and finds nothing the second time; another shop on the account is left alone', async () => {
    const found = await drift();
    assert.deepEqual(
      found.map(({ what, mended }) => [what, mended]),
      [
        ['membership', true],
        ['payment', true],
        ['checkout', true],
      ],
    );
    assert.deepEqual(
      (await memberships()).map(({ state, amount }) => [state, amount]),
      [['active', 300]],
    );
    assert.equal((await db.selectFrom('payments').selectAll().execute()).length, 1);
    assert.deepEqual(await drift(), []);
  });

  it('names each field, and mends what was changed here, there, or by a lost refund', async () => {
    const [membership] = await memberships();
    await db.updateTable('memberships').set({ amount: 1, state: 'paused' }).execute();
    await sandbox.stripe.products.update(coffee.stripeProductId ?? '', { name: 'Tea' });
    const [payment] = await db.selectFrom('payments').selectAll().execute();
    await sandbox.stripe.refunds.create({ payment_intent: payment?.stripePaymentIntentId ?? '', amount: 50 });
    const { stdout, code } = await broadsheet('memberships', 'reconcile');
    assert.equal(code, 0);
    assert.match(stdout, /state: here paused, at Stripe active/);
    assert.match(stdout, /amount: here 1, at Stripe 300/);
    assert.match(stdout, /3 differed, 3 mended\./);
    const [after] = await memberships();
    assert.deepEqual([after?.state, after?.amount, after?.id], ['active', 300, membership?.id]);
    assert.equal((await db.selectFrom('payments').select('refunded').executeTakeFirstOrThrow()).refunded, 50);
    assert.equal(
      (await sandbox.stripe.products.retrieve(coffee.stripeProductId ?? '')).name,
      'A coffee a month',
    );
    assert.match((await broadsheet('memberships', 'reconcile')).stdout, /everything is as at Stripe/);
  });

  it('says of a membership that Stripe does not know that a person must look, and leaves it', async () => {
    const [row] = await memberships();
    await db.updateTable('memberships').set({ stripeSubscriptionId: 'sub_of_another_account' }).execute();
    const found = await drift();
    const unknown = found.find(({ id }) => id === 'sub_of_another_account');
    assert.equal(unknown?.mended, false);
    assert.match(unknown?.reason ?? '', /Stripe does not know it/);
    await db.deleteFrom('refunds').execute();
    await db.deleteFrom('payments').execute();
    await db.updateTable('checkouts').set({ membershipId: null }).execute();
    await db.deleteFrom('memberships').execute();
    assert.ok(row);
  });

  it('writes all that is missing page by page, each once, and tells of each', async () => {
    sandbox.seed(130, {
      product: coffee.stripeProductId ?? '',
      amount: 300,
      currency: 'eur',
      interval: 'month',
      metadata: () => ({ ...ourMark(services.config) }),
      email: (index) => `patron-${index}@readers.example`,
    });
    await db.deleteFrom('events').execute();
    assert.equal((await drift()).length, 262);
    const rows = await memberships();
    assert.equal(new Set(rows.map(({ stripeSubscriptionId: id }) => id)).size, 131);
    assert.ok(rows.every((row) => row.state === 'active' && row.since !== null && row.settledAt !== null));
    const payments = await db.selectFrom('payments').select(['membershipId', 'amount']).execute();
    assert.equal(new Set(payments.map(({ membershipId: id }) => id)).size, 131);
    const events = await db.selectFrom('events').select('kind').execute();
    assert.deepEqual(
      [events.length, new Set(events.map(({ kind }) => kind))],
      [131, new Set(['membership-started'])],
    );
    assert.deepEqual(await drift(), []);
  });

  it('writes each by itself where others are in the way of a page', async () => {
    const asked: number[][] = [];
    const written = await writeTogether([1, 2, 3], async (some) => {
      asked.push(some);
      if (some.length > 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return new Map(some.map((one) => [String(one), one]));
    });
    assert.deepEqual(asked, [[1, 2, 3], [1], [2], [3]]);
    assert.deepEqual([...written.values()], [1, 2, 3]);
  });

  it('is due a day after the last one that went through', async () => {
    assert.equal(await isReconciliationDue(services, new Date()), false);
    assert.equal(await isReconciliationDue(services, new Date(Date.now() + 25 * 3_600_000)), true);
  });

  it('tells the owner of a key that Stripe refuses: by mail once a day, and whoever ran it', async () => {
    const refused = watchStripeKey({
      ...services,
      stripe: createStripe({ ...sandbox.config, secretKey: 'sk_test_sandbox_revoked' }, 'mark'),
      close: async () => {},
    });
    // Whoever asks: a page as well.
    await assert.rejects(contributionProduct(refused));
    for (let times = 0; times < 2; times += 1)
      await assert.rejects(reconcile(refused), {
        code: 'stripe_key_refused',
        message: /Stripe refuses the key/,
      });
    await refused.close();
    const mails = await db
      .selectFrom('serviceMails')
      .select(['kind', 'address', 'stream', 'props'])
      .where('stream', '=', 'staff')
      .execute();
    assert.deepEqual(
      mails.map(({ kind, address, stream }) => [kind, address, stream]),
      [['stripe-refused', 'desk@courier.example', 'staff']],
    );
    assert.ok(!JSON.stringify(mails).includes('revoked'));
    const last = await db
      .selectFrom('stripeReconciliations')
      .select('error')
      .orderBy('id', 'desc')
      .executeTakeFirst();
    assert.match(last?.error ?? '', /Stripe refuses the key/);
  });

  it('the doctor warns where nobody could be told of it', async () => {
    const stripe = { ...sandbox.config, isSandbox: false };
    const checked = () => checkStripeKey({ ...services, config: { ...services.config, stripe } });
    assert.equal((await checked()).state, 'ok');
    await setPublication(db, system, { contactAddress: null });
    const warned = await checked();
    assert.equal(warned.state, 'warning');
    assert.match(warned.detail, /no contact address/);
  });
});
