import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Stripe } from 'stripe';
import { type Random, seeded } from '../../../bench/torture/random.ts';
import { cards, makeCard } from '../../../src/local/stripe/objects/payment-method.ts';
import { handleStripeEvents } from '../../../src/memberships/stripe/handle-events.ts';
import type { Drift } from '../../../src/memberships/stripe/drift.ts';
import { idOf } from '../../../src/memberships/stripe/ours.ts';
import { reconcile } from '../../../src/memberships/stripe/reconcile.ts';
import { syncTier } from '../../../src/memberships/stripe/sync-tier.ts';
import { requireTier } from '../../../src/memberships/tiers.ts';
import { createTestServices } from '../../support/services.ts';
import { beginCheckout, drainEvents, openStripeNewsroom, takeEvent } from '../../support/stripe-newsroom.ts';
import { emptyTables, readRights } from '../../support/stripe-state.ts';
import { startStripeSandbox } from '../../support/stripe-sandbox.ts';

// How many, and from which seed on. The whole: docs/torture.md.
const sequences = Number(process.env['STRIPE_SEQUENCES'] ?? 25);
const firstSeed = Number(process.env['STRIPE_SEED'] ?? 1);

const sandbox = await startStripeSandbox({ startAt: new Date('2026-11-02T10:00:00Z') });
const services = await createTestServices({ stripe: sandbox.config });
const { db } = services;
const opened = await openStripeNewsroom(services);
const tierIds = [opened.coffee.id, opened.breakfast.id];
const { stripe, webhooks, clock } = sandbox;

/** All that a story leaves. */
const written = [
  'memberships',
  'checkouts',
  'gifts',
  'payments',
  'refunds',
  'dunnings',
  'renewal_agreements',
  'declarations',
  'member_notices',
  'service_mails',
  'stripe_events',
  'stripe_reconciliations',
  'event_handlings',
  'events',
];

interface Told {
  /** Seen by the newsroom late, or never. */
  late: Stripe.Event[];
  random: Random;
}

type Step = (subscription: Stripe.Subscription, random: Random) => Promise<unknown>;

const customerOf = ({ customer }: Stripe.Subscription): string =>
  typeof customer === 'string' ? customer : customer.id;

async function useCard(subscription: Stripe.Subscription, card: keyof typeof cards): Promise<string> {
  const { id } = makeCard(sandbox.world(), { number: cards[card], customer: customerOf(subscription) });
  await stripe.subscriptions.update(subscription.id, { default_payment_method: id });
  return id;
}

/** What may happen to a subscription; what Stripe does not allow as things are is no step. */
const steps: Record<string, Step> = {
  renews: () => clock.advance({ months: 1 }),
  fails: async (subscription) => {
    await useCard(subscription, 'fails-on-renewal');
    await clock.advance({ months: 1 });
  },
  waits: () => clock.advance({ days: 4 }),
  fixes: async (subscription) => {
    const card = await useCard(subscription, 'pays');
    const { latest_invoice: invoice } = await stripe.subscriptions.retrieve(subscription.id);
    await stripe.invoices.pay(idOf(invoice) ?? '', { payment_method: card });
  },
  upgrades: async ({ id, items }, random) => {
    const tier = await requireTier(db, random.pick(['coffee', 'breakfast']));
    const price = random.pick(tier.prices).stripePriceId ?? '';
    await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', price }],
      proration_behavior: 'always_invoice',
    });
  },
  'gets a part back': async (subscription) => refund(subscription, 50),
  'gets all back': async (subscription) => refund(subscription, null),
  disputes: async (subscription) => {
    const { data } = await stripe.charges.list({ customer: customerOf(subscription), limit: 1 });
    const [charge] = data;
    if (charge !== undefined && charge.paid && !charge.refunded && !charge.disputed)
      sandbox.dispute(charge.id);
  },
  'loses or wins a dispute': async (_subscription, random) => {
    const { data } = await stripe.disputes.list({ limit: 1 });
    const [open] = data.filter(({ status }) => status === 'needs_response');
    if (open !== undefined) sandbox.closeDispute(open.id, random.pick(['won', 'lost']));
  },
  'asks for the end': ({ id }) => stripe.subscriptions.update(id, { cancel_at_period_end: true }),
  'takes that back': ({ id }) => stripe.subscriptions.update(id, { cancel_at_period_end: false }),
  pauses: ({ id }) => stripe.subscriptions.pause(id, { type: 'subscription' }),
  resumes: ({ id }) => stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'now' } }),
  ends: ({ id }) => stripe.subscriptions.cancel(id),
};

async function refund(subscription: Stripe.Subscription, amount: number | null): Promise<void> {
  const { data } = await stripe.paymentIntents.list({ customer: customerOf(subscription), limit: 1 });
  await stripe.refunds.create({ payment_intent: data[0]?.id ?? '', ...(amount !== null && { amount }) });
}

describe(`${sequences} stories with two workers`, () => {
  it('end in what stands at Stripe, whatever of their events comes late, twice or never', {
    timeout: 30_000 + sequences * 10_000,
  }, async () => {
    const left: Record<string, Drift[]> = {};
    for (let seed = firstSeed; seed < firstSeed + sequences; seed += 1) {
      const drift = await tell(seed);
      if (drift.length > 0) left[`seed ${seed}`] = drift;
    }
    assert.deepEqual(left, {});
  });
});

/** One story from its sign-up on; gives what still differs after the queue has drained and one comparison has run. */
async function tell(seed: number): Promise<Drift[]> {
  const random = seeded(seed);
  await beginAnew();
  const working = new AbortController();
  const workers = [1, 2].map(() => work(working.signal));
  const told: Told = { late: [], random };
  const coffee = await requireTier(db, 'coffee');
  await sandbox.pay(await beginCheckout(services, sandbox, coffee), {
    email: `reader-${seed}@readers.example`,
  });
  await deliver(told);
  for (let step = random.integer(2, 6); step > 0; step -= 1) {
    const { data } = await stripe.subscriptions.list({ status: 'all', limit: 1 });
    const [subscription] = data;
    if (subscription === undefined) break;
    // What is not possible as things are, as to resume what is not paused, Stripe refuses, and nothing happens.
    await steps[random.pick(Object.keys(steps))]?.(subscription, random).catch(requireRefusal);
    await deliver(told);
  }
  for (const event of told.late) await takeEvent(services, sandbox, event);
  working.abort();
  await Promise.all(workers);
  await drainEvents(services);
  await reconcile(services, { all: true });
  const left: Drift[] = [];
  await reconcile(services, { dryRun: true, all: true, onDrift: (drift) => left.push(drift) });
  // What a newsroom that has lost everything reads from Stripe says more than a comparison looks at.
  const rights = await readRights(db);
  await emptyTables(db, ['memberships', 'payments', 'refunds', 'dunnings']);
  await reconcile(services, { all: true });
  assert.deepEqual(rights, await readRights(db), `seed ${seed}`);
  return left;
}

async function beginAnew(): Promise<void> {
  sandbox.reset();
  webhooks.hold();
  await emptyTables(db, written);
  await sql`update tiers set stripe_product_id = null`.execute(db);
  await sql`update tier_prices set stripe_price_id = null`.execute(db);
  for (const id of tierIds) await syncTier(services, id);
  webhooks.drop();
}

/** Posts what was told, out of order: some of it twice, some later, some never. */
async function deliver({ late, random }: Told): Promise<void> {
  const waiting = [...late.splice(0), ...webhooks.queued()];
  webhooks.drop();
  while (waiting.length > 0) {
    const [event] = waiting.splice(random.integer(0, waiting.length - 1), 1);
    if (event === undefined) return;
    const fate = random.integer(1, 10);
    if (fate === 1) continue;
    if (fate <= 3) {
      late.push(event);
      continue;
    }
    await takeEvent(services, sandbox, event);
    if (fate === 4) await takeEvent(services, sandbox, event);
  }
}

async function work(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await handleStripeEvents(services, signal);
    await sleep(3);
  }
}

function requireRefusal(error: unknown): void {
  const isRefusal = (error as { type?: string }).type?.startsWith('Stripe') ?? false;
  if (!isRefusal) throw error;
}
