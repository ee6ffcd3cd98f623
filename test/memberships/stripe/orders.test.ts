import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Stripe } from 'stripe';
import { handlerOf } from '../../../src/memberships/stripe/handlers/index.ts';
import { reconcile } from '../../../src/memberships/stripe/reconcile.ts';
import { createTestServices } from '../../support/services.ts';
import { beginCheckout, drainEvents, openStripeNewsroom, takeEvent } from '../../support/stripe-newsroom.ts';
import { keepState, readState } from '../../support/stripe-state.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const { coffee, breakfast } = await openStripeNewsroom(services);
const { stripe, webhooks } = sandbox;
webhooks.hold();
const checkout = await beginCheckout(services, sandbox, coffee);

const newestSubscription = async (): Promise<Stripe.Subscription> => {
  const { data } = await stripe.subscriptions.list({ limit: 1 });
  assert.ok(data[0] !== undefined);
  return data[0];
};

/** What happens at Stripe; the first makes the membership that the others are about. */
const flows: Record<string, () => Promise<unknown>> = {
  'sign-up': () => sandbox.pay(checkout, { email: 'patron@readers.example' }),
  renewal: () => sandbox.clock.advance({ months: 1 }),
  upgrade: async () => {
    const { id, items } = await newestSubscription();
    const price = breakfast.prices.find(({ interval }) => interval === 'month')?.stripePriceId ?? '';
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', price }],
      proration_behavior: 'always_invoice',
    });
  },
  refund: async () => {
    const { data } = await stripe.paymentIntents.list({ limit: 1 });
    await stripe.refunds.create({ payment_intent: data[0]?.id ?? '', amount: 100 });
    await stripe.refunds.create({ payment_intent: data[0]?.id ?? '' });
  },
};

// STRIPE_ORDERS_OF=5 for the whole: a hundred and twenty orders of some of them take minutes.
const mostEvents = Number(process.env['STRIPE_ORDERS_OF'] ?? 3);

for (const [name, happen] of Object.entries(flows)) {
  describe(`the events of a ${name}`, () => {
    let events: Stripe.Event[] = [];
    let reference: unknown;
    let restore: () => Promise<void>;

    before(async () => {
      restore = await keepState(db);
      await happen();
      const all = webhooks.queued().filter(({ type }) => handlerOf(type) !== null);
      webhooks.drop();
      for (const event of all) await takeEvent(services, sandbox, event);
      await drainEvents(services);
      reference = await readState(db);
      // The last are those that say most of it.
      events = all.slice(-mostEvents);
    });

    it('end in what stands at Stripe', async () => {
      assert.ok(events.length >= 2, `there are ${events.length} events`);
      const { drift } = await reconcile(services, { dryRun: true, all: true });
      assert.equal(drift, 0);
    });

    it('end in it in every order, each also doubled', async () => {
      for (const order of orders(events)) {
        for (const doubled of [null, ...order]) {
          await restore();
          await takeInOrder(doubled === null ? order : [...order, doubled]);
          assert.deepEqual(await readState(db), reference, describeOrder(order, 'doubled', doubled));
        }
      }
    });

    it('end in it with any one of them lost, after one comparison with Stripe', async () => {
      // Wherever it would have come, what is left is the same.
      for (const lost of events)
        for (const order of orders(events.filter((one) => one !== lost))) {
          await restore();
          await takeInOrder(order);
          await reconcile(services);
          assert.deepEqual(await readState(db), reference, describeOrder(order, 'lost', lost));
        }
      // The next flow begins where this one ended.
      assert.deepEqual(await readState(db), reference);
    });
  });
}

async function takeInOrder(events: Stripe.Event[]): Promise<void> {
  await sql`delete from stripe_events`.execute(db);
  for (const event of events) {
    await takeEvent(services, sandbox, event);
    await drainEvents(services);
  }
}

function orders<T>(all: T[]): T[][] {
  if (all.length <= 1) return [all];
  return all.flatMap((first, index) => orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

function describeOrder(order: Stripe.Event[], what: string, which: Stripe.Event | null): string {
  const types = order.map(({ type }) => type).join(', ');
  return which === null ? types : `${types}; ${what}: ${which.type}`;
}
