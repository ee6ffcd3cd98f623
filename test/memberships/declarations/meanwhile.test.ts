import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { accounts, cards, makeAccount } from '../../../src/local/stripe/objects/payment-method.ts';
import { countRefunds } from '../../../src/memberships/declarations/count-refunds.ts';
import { declare } from '../../../src/memberships/declarations/declare.ts';
import { toDeclaration } from '../../../src/memberships/declarations/declaration.ts';
import { finishDeclarations } from '../../../src/memberships/declarations/finish.ts';
import { matchDeclaration } from '../../../src/memberships/declarations/match.ts';
import { showOwed } from '../../../src/memberships/manage/owed-on-cancelling.ts';
import { requireMembership } from '../../../src/memberships/membership.ts';
import { requireStripe } from '../../../src/memberships/stripe/reading.ts';
import { syncSubscription } from '../../../src/memberships/stripe/sync-subscription.ts';
import { syncTiers } from '../../../src/memberships/stripe/sync-tiers.ts';
import { requireTier } from '../../../src/memberships/tiers.ts';
import { addReaders, openNewsroom } from '../../support/cast.ts';
import { addStripePatron, addTestTiers } from '../../support/memberships.ts';
import { createTestServices } from '../../support/services.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox();
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
await addReaders(services, await openNewsroom(services), 20);
await addTestTiers(services);
await syncTiers(services);
const stripe = requireStripe(services);
const day = 24 * 3_600_000;
const { clock } = sandbox;
const later = (days: number): Date => new Date(clock.now().getTime() + days * day);

let person = 0;
async function patron({
  immediateStart = true,
  card = cards.pays,
}: {
  immediateStart?: boolean;
  card?: string;
} = {}) {
  person += 1;
  const address = `reader${person}@readers.example`;
  return { ...(await addStripePatron(services, { address, immediateStart, card })), address };
}
type Patron = Awaited<ReturnType<typeof patron>>;
const membership = (one: Patron) => requireMembership(db, one.id);

async function received(kind: 'cancel' | 'withdraw', { address }: Patron, at = clock.now()) {
  const typed = { kind, name: 'Olena', address, about: 'membership', contract: '', own: null } as const;
  const form = { ...typed, language: 'en', once: crypto.randomUUID() };
  return (await declare(services, form, { ip: null, userAgent: null }, at)).id;
}
const match = (declarationId: number, { id: contractId }: Patron, at = clock.now()) =>
  matchDeclaration(services, system, { declarationId, about: 'membership', contractId }, at);
const declaration = async (id: number) =>
  toDeclaration(
    await db.selectFrom('declarations').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
const backOf = async ({ customerId: customer }: Patron): Promise<number> => {
  const { data } = await stripe.charges.list({ customer });
  return data.reduce((sum, charge) => sum + charge.amount_refunded, 0);
};

async function changeToLess({ subscriptionId }: Patron): Promise<void> {
  const { items } = await stripe.subscriptions.retrieve(subscriptionId);
  const { prices } = await requireTier(db, 'coffee');
  const price = prices.find(({ interval }) => interval === 'month')?.stripePriceId ?? '';
  const item = { id: items.data[0]?.id ?? '', price };
  await stripe.subscriptions.update(subscriptionId, { items: [item], proration_behavior: 'always_invoice' });
}
const takeOut = ({ customerId }: Patron, amount: number) =>
  stripe.customers.createBalanceTransaction(customerId, { amount, currency: 'eur' });

describe('a credit', () => {
  it('that staff have paid out at Stripe is not paid out again by a withdrawal', async () => {
    for (const immediateStart of [true, false]) {
      const one = await patron({ immediateStart });
      await changeToLess(one);
      await takeOut(one, 500);
      await match(await received('withdraw', one), one);
      assert.equal(await backOf(one), 300);
    }
  });

  it('that is used up between counting and taking is counted anew', async () => {
    const one = await patron();
    await changeToLess(one);
    const id = await received('cancel', one);
    const { customers } = stripe;
    // What is seen first is spent by the time it is taken.
    const seen = await customers.retrieve(one.customerId);
    let looks = 0;
    const racing = new Proxy(stripe, {
      get: (of, name) =>
        name === 'customers'
          ? new Proxy(customers, {
              get: (all, key) =>
                key === 'retrieve' && (looks += 1) === 1 ? async () => seen : Reflect.get(all, key).bind(all),
            })
          : Reflect.get(of, name),
    });
    await takeOut(one, 500);
    const matched = { declarationId: id, about: 'membership', contractId: one.id } as const;
    await matchDeclaration({ ...services, stripe: racing }, system, matched, clock.now());
    const { state, countedAt, reason } = await declaration(id);
    assert.deepEqual([state, countedAt], ['matched', null]);
    assert.match(reason ?? '', /counted anew/);
    await finishDeclarations(services, later(1));
    assert.deepEqual([(await declaration(id)).state, await backOf(one)], ['done', 0]);
  });

  it('is counted once, whoever counts at the same time', async () => {
    const one = await patron();
    await changeToLess(one);
    const id = await received('withdraw', one);
    const old = await declaration(id);
    await match(id, one);
    const before = await declaration(id);
    const stale = { ...old, about: 'membership', membershipId: one.id } as const;
    assert.deepEqual(await countRefunds(services, stale, later(1)), before);
  });
});

describe('a Stripe that knows nothing of the payer', () => {
  it('keeps no page from being shown', async () => {
    const one = await patron();
    await db
      .updateTable('memberships')
      .set({ stripeCustomerId: 'cus_none' })
      .where('id', '=', one.id)
      .execute();
    assert.equal(await showOwed(services, await membership(one), clock.now()), null);
    await db
      .updateTable('memberships')
      .set({ stripeSubscriptionId: 'sub_none' })
      .where('id', '=', one.id)
      .execute();
    assert.equal(await showOwed(services, await membership(one), clock.now()), null);
  });
});

describe('a cancellation that was received while the membership rested', () => {
  it('gives back what was left when the rest began, though it was resumed before it was matched', async () => {
    const one = await patron();
    await stripe.subscriptions.pause(one.subscriptionId, {
      type: 'subscription',
      bill_for: { unused_time_from: { type: 'now' }, outstanding_usage_through: { type: 'none' } },
      invoicing_behavior: 'pending_invoice_item',
    });
    await syncSubscription(services, one.subscriptionId, clock.now());
    await clock.advance({ days: 2 });
    const id = await received('cancel', one);
    await clock.advance({ days: 2 });
    const params = {
      billing_cycle_anchor: { type: 'now' },
      payment_behavior: 'resume_on_payment_attempt',
    } as const;
    await stripe.subscriptions.resume(one.subscriptionId, params);
    await syncSubscription(services, one.subscriptionId, clock.now());
    await match(id, one, later(1));
    assert.deepEqual([(await membership(one)).state, await backOf(one)], ['ended', 800]);
  });
});

/** A patron whose second month is debited, and the debit on its way. */
async function debited(account: keyof typeof accounts): Promise<Patron> {
  const one = await patron();
  await debit(one, account);
  return one;
}
async function debit(one: Patron, account: keyof typeof accounts): Promise<void> {
  const method = makeAccount(sandbox.world(), { number: accounts[account], customer: one.customerId });
  await stripe.subscriptions.update(one.subscriptionId, { default_payment_method: method.id });
}

describe('a debit that is on its way', () => {
  it('is waited for: what it paid is given back once it has arrived, and nothing where it fails', async () => {
    const all = await Promise.all([debited('pays-later'), debited('fails-later')]);
    const ids = await Promise.all(all.map((one) => received('cancel', one, later(1))));
    const lasting = await debited('pays-later');
    await clock.advance({ months: 1 });
    await clock.advance({ days: 1 });
    for (const [index, one] of all.entries()) {
      await match(ids[index] ?? 0, one);
      const { state, countedAt, reason } = await declaration(ids[index] ?? 0);
      assert.deepEqual([state, countedAt], ['matched', null]);
      assert.match(reason ?? '', /debit is on its way/);
      assert.equal((await membership(one)).state, 'ended');
    }
    const { state } = await match(await received('cancel', lasting), lasting);
    assert.equal(state, 'done', 'nothing hangs on it where the time that it pays goes on');
    await clock.advance({ days: 4 });
    await finishDeclarations(services, later(0));
    for (const [index, one] of all.entries()) {
      assert.equal((await declaration(ids[index] ?? 0)).state, 'done');
      assert.equal(await backOf(one), [800, 0][index]);
    }
    assert.equal(await backOf(lasting), 0);
  });

  it('for a payment that failed before gives back what is left of the time that it paid after all', async () => {
    const one = await patron({ card: cards['fails-on-renewal'] });
    await clock.advance({ months: 1 });
    await debit(one, 'pays-later');
    const asked = async () => {
      const { data } = await stripe.paymentIntents.list({ customer: one.customerId });
      return data.some(({ status }) => status === 'processing');
    };
    for (let days = 0; days < 10 && !(await asked()); days += 1) await clock.advance({ days: 1 });
    await syncSubscription(services, one.subscriptionId, clock.now());
    assert.equal((await membership(one)).state, 'past-due');
    const id = await received('cancel', one);
    assert.equal((await match(id, one)).state, 'matched');
    assert.equal((await membership(one)).state, 'ended');
    await clock.advance({ days: 4 });
    await finishDeclarations(services, later(0));
    assert.equal((await declaration(id)).state, 'done');
    const back = await backOf(one);
    assert.ok(back > 500 && back < 800, String(back));
  });
});
