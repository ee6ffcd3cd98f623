import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { declare } from '../../../src/memberships/declarations/declare.ts';
import type { Refund } from '../../../src/memberships/declarations/declaration.ts';
import { matchDeclaration } from '../../../src/memberships/declarations/match.ts';
import { claimGift, giftToken } from '../../../src/memberships/gifts/claim-gift.ts';
import { requireStripe } from '../../../src/memberships/stripe/reading.ts';
import { syncPayment } from '../../../src/memberships/stripe/sync-payment.ts';
import { syncTiers } from '../../../src/memberships/stripe/sync-tiers.ts';
import { requireTier } from '../../../src/memberships/tiers.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStripePatron, addTestTiers } from '../../support/memberships.ts';
import { createTestServices } from '../../support/services.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';
import { visitor, formFields, pathOf } from '../../support/supporters.ts';
import { startWeb } from '../../support/web.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
await addReaders(services, await openNewsroom(services), 20);
await addTestTiers(services);
await syncTiers(services);
const web = await startWeb(services);
const stripe = requireStripe(services);
const day = 24 * 3_600_000;
const daysAgo = (days: number): Date => new Date(Date.now() - days * day);

let person = 0;
/** A patron through Stripe whose contract is three days old. */
async function patron({ immediateStart = false } = {}) {
  person += 1;
  const address = `reader${person}@readers.example`;
  const one = await addStripePatron(services, { address, immediateStart });
  return { ...one, address };
}

async function received(
  kind: 'cancel' | 'withdraw',
  address: string,
  about: 'membership' | 'gift',
  at = new Date(),
) {
  const typed = { kind, name: 'Olena', address, about, contract: '', own: null, language: 'en' };
  const once = crypto.randomUUID();
  return declare(services, { ...typed, once }, { ip: null, userAgent: null }, at);
}
const match = (
  declarationId: number,
  about: 'membership' | 'gift',
  contractId: number,
  at: Date = new Date(),
) => matchDeclaration(services, system, { declarationId, about, contractId }, at);

const backOf = async (customer: string): Promise<number> => {
  const { data } = await stripe.charges.list({ customer });
  return data.reduce((sum, charge) => sum + charge.amount_refunded, 0);
};
const periodOf = async (subscriptionId: string) => {
  const { items } = await stripe.subscriptions.retrieve(subscriptionId);
  const [item] = items.data;
  const seconds = (item?.current_period_end ?? 0) - (item?.current_period_start ?? 0);
  return { currentPeriod: Math.round(seconds / 86_400) };
};
/** What a withdrawal after so many days pays back of each payment, the newest first. */
async function backAfter(one: { id: number; address: string }, days: number): Promise<number[]> {
  const at = daysAgo(-days);
  const { id } = await received('withdraw', one.address, 'membership', at);
  const { refunds } = await match(id, 'membership', one.id, at);
  return refunds.map(({ amount }) => amount);
}
const declaration = (id: number) =>
  db.selectFrom('declarations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('two withdrawals from one contract', () => {
  for (const immediateStart of [false, true])
    it(`pay back once, at Stripe and by hand, ${immediateStart ? 'in part' : 'in full'}`, async () => {
      const one = await patron({ immediateStart });
      const both = await Promise.all([1, 2].map(() => received('withdraw', one.address, 'membership')));
      await Promise.all(both.map(({ id }) => match(id, 'membership', one.id)));
      const rows = await Promise.all(both.map(({ id }) => declaration(id)));
      assert.deepEqual(
        rows.map(({ state, refundByHand }) => [state, refundByHand]),
        [1, 2].map(() => ['done', false]),
      );
      const promised = rows.flatMap(({ refunds }) => refunds as Refund[]);
      assert.equal(promised.length, 1);
      assert.equal(await backOf(one.customerId), promised[0]?.amount);
    });
});

describe('a withdrawal', () => {
  it('pays back no more than what is left where staff have paid back a part at Stripe meanwhile', async () => {
    const one = await patron();
    const { id } = await received('withdraw', one.address, 'membership');
    const { data } = await stripe.charges.list({ customer: one.customerId });
    await stripe.refunds.create({ charge: data[0]?.id ?? '', amount: 300 });
    const done = await match(id, 'membership', one.id);
    assert.deepEqual([done.state, done.refundByHand], ['done', false]);
    assert.equal(await backOf(one.customerId), 800);
  });

  it('pro rata after a change to yearly gives back what is left of the year, from both payments', async () => {
    const one = await patron({ immediateStart: true });
    const { items } = await stripe.subscriptions.retrieve(one.subscriptionId);
    const { prices } = await requireTier(db, 'breakfast');
    const price = prices.find(({ interval }) => interval === 'year')?.stripePriceId ?? '';
    await stripe.subscriptions.update(one.subscriptionId, {
      items: [{ id: items.data[0]?.id ?? '', price }],
      proration_behavior: 'always_invoice',
    });
    // €80 for 365 days, of which ten are used; €72 of them were paid, and €8 credited from the month before.
    assert.deepEqual(await backAfter(one, 10.5), [7200, 8000 - 219 - 7200]);
  });

  it('after a change to less gives back the credit as well, and takes it out at Stripe', async () => {
    const one = await patron({ immediateStart: true });
    const { items } = await stripe.subscriptions.retrieve(one.subscriptionId);
    const { prices } = await requireTier(db, 'coffee');
    const price = prices.find(({ interval }) => interval === 'month')?.stripePriceId ?? '';
    await stripe.subscriptions.update(one.subscriptionId, {
      items: [{ id: items.data[0]?.id ?? '', price }],
      proration_behavior: 'always_invoice',
    });
    const balance = async (): Promise<number> => {
      const payer = await stripe.customers.retrieve(one.customerId);
      return payer.deleted ? 0 : payer.balance;
    };
    assert.equal(await balance(), -500);
    const { currentPeriod } = await periodOf(one.subscriptionId);
    const used = Math.floor((300 * 10) / currentPeriod);
    assert.deepEqual(await backAfter(one, 10.5), [500 + 300 - used]);
    assert.equal(await balance(), 0);
  });

  it('does not pay back what the bank takes back already', async () => {
    const one = await patron();
    const { data } = await stripe.charges.list({ customer: one.customerId });
    sandbox.dispute(data[0]?.id ?? '');
    const { stripePaymentIntentId: intent } = await db
      .selectFrom('payments')
      .selectAll()
      .where('membershipId', '=', one.id)
      .executeTakeFirstOrThrow();
    await syncPayment(services, intent ?? '');
    const { id } = await received('withdraw', one.address, 'membership');
    const done = await match(id, 'membership', one.id);
    assert.deepEqual([done.state, done.refundByHand, done.refunds], ['done', false, []]);
  });
});

/** A gift of three months that is bought at Stripe. */
async function give(address: string) {
  const giver = visitor(web);
  const page = await giver.get('/support/gift?currency=eur');
  const fields = {
    gift: 'breakfast:3',
    recipientName: 'Olena',
    recipientAddress: address,
    message: '',
    deliverOn: new Date().toISOString().slice(0, 10),
    giverName: 'Marta',
  };
  const answer = await giver.post('/support/gift', { ...formFields(page.body), ...fields });
  const paid = await sandbox.pay(answer.headers.get('location'), { email: 'marta@post.example' });
  await giver.get(pathOf(paid.to));
  return db.selectFrom('gifts').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
}
const paymentOf = (checkoutId: number) =>
  db.selectFrom('payments').selectAll().where('checkoutId', '=', checkoutId).executeTakeFirstOrThrow();
const membership = (id: number | null) =>
  db
    .selectFrom('memberships')
    .selectAll()
    .where('id', '=', id ?? -1)
    .executeTakeFirstOrThrow();
const giftOf = (id: number) =>
  db.selectFrom('gifts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a gift whose giver withdraws', () => {
  it('is paid back in full, and what was claimed of it ends', async () => {
    const gift = await give('first@post.example');
    await claimGift(services, giftToken(services, gift.id));
    const { id } = await received('withdraw', 'marta@post.example', 'gift');
    const done = await match(id, 'gift', gift.id);
    assert.equal(done.state, 'done');
    const { state, membershipId } = await giftOf(gift.id);
    assert.deepEqual([state, (await membership(membershipId)).state], ['refunded', 'ended']);
    const { amount, refunded } = await paymentOf(gift.checkoutId);
    assert.deepEqual([amount, refunded], [2400, 2400]);
  });

  it('ends also where it is claimed while it is being paid back', async () => {
    const gift = await give('second@post.example');
    const { id } = await received('withdraw', 'marta@post.example', 'gift');
    const [done, claimed] = await Promise.all([
      match(id, 'gift', gift.id),
      claimGift(services, giftToken(services, gift.id)),
    ]);
    assert.equal(done.state, 'done');
    const { state, membershipId } = await giftOf(gift.id);
    assert.equal(state, 'refunded');
    if (claimed.outcome === 'claimed') assert.equal((await membership(membershipId)).state, 'ended');
  });

  it('counts its fourteen days from when it was bought, however late it is claimed', async () => {
    const gift = await give('third@post.example');
    await db
      .updateTable('gifts')
      .set({ createdAt: daysAgo(60) })
      .where('id', '=', gift.id)
      .execute();
    await claimGift(services, giftToken(services, gift.id));
    const { id } = await received('withdraw', 'marta@post.example', 'gift');
    assert.equal((await match(id, 'gift', gift.id)).state, 'refused');
    assert.equal((await giftOf(gift.id)).state, 'claimed');
  });

  it('ends as well where staff pay it back at Stripe', async () => {
    const gift = await give('fourth@post.example');
    await claimGift(services, giftToken(services, gift.id));
    const intent = (await paymentOf(gift.checkoutId)).stripePaymentIntentId ?? '';
    await stripe.refunds.create({ payment_intent: intent });
    await syncPayment(services, intent);
    const { state, membershipId } = await giftOf(gift.id);
    assert.deepEqual([state, (await membership(membershipId)).state], ['refunded', 'ended']);
  });
});
