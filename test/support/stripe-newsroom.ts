import { randomBytes } from 'node:crypto';
import type { Stripe } from 'stripe';
import { system } from '../../src/access/actor.ts';
import { handleStripeEvents } from '../../src/memberships/stripe/handle-events.ts';
import { ourMark } from '../../src/memberships/stripe/ours.ts';
import { testConfig } from './services.ts';
import { receiveEvent } from '../../src/memberships/stripe/receive-event.ts';
import { syncTier } from '../../src/memberships/stripe/sync-tier.ts';
import { addTier, requireTier, type Tier } from '../../src/memberships/tiers.ts';
import type { Services } from '../../src/services.ts';
import { setPublication } from '../../src/publication/publication.ts';
import { setSender } from '../../src/publication/senders.ts';
import type { TestStripe } from './stripe-sandbox.ts';

/** A publication with two tiers that stand in Stripe. */
// The keys of all tests are the same.
const testMark = ourMark(testConfig());

export async function openStripeNewsroom(services: Services): Promise<{ coffee: Tier; breakfast: Tier }> {
  const { db } = services;
  await setPublication(db, system, {
    name: 'The Courier',
    contactAddress: 'desk@courier.example',
    postalAddress: '1 Street',
  });
  await setSender(db, system, null, {
    fromName: 'The Courier',
    fromAddress: 'courier@courier.example',
    replyTo: null,
  });
  for (const [slug, name, amount] of [
    ['coffee', 'A coffee a month', 300],
    ['breakfast', 'Breakfast', 800],
  ] as const) {
    const { id } = await addTier(db, system, {
      slug,
      name,
      prices: [
        { currency: 'eur', interval: 'month', amount, minimum: 100 },
        { currency: 'eur', interval: 'year', amount: amount * 10, minimum: null },
      ],
    });
    await syncTier(services, id);
  }
  return { coffee: await requireTier(db, 'coffee'), breakfast: await requireTier(db, 'breakfast') };
}

/** Somebody buys a membership at hosted Checkout, without our pages; gives the session's id. */
export async function subscribeAtStripe(
  { stripe, pay }: TestStripe,
  tier: Tier,
  payer: Parameters<TestStripe['pay']>[1] & {
    interval?: 'month' | 'year';
    metadata?: Record<string, string>;
  } = {},
): Promise<string> {
  const { interval = 'month', metadata = { ...testMark }, ...rest } = payer;
  const price = tier.prices.find((one) => one.interval === interval)?.stripePriceId ?? '';
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 1 }],
    success_url: 'https://news.example/support/thanks',
    cancel_url: 'https://news.example/support',
    metadata,
    subscription_data: { metadata, billing_mode: { type: 'flexible' } },
  });
  await pay(session.url, { email: 'patron@readers.example', ...rest });
  return session.id;
}

/** Works on all events that have come, also on those that are to be tried again later. */
export async function drainEvents(services: Services): Promise<void> {
  for (;;) {
    await services.db
      .updateTable('stripeEvents')
      .set({ dueAt: new Date(0) })
      .where('state', '=', 'waiting')
      .execute();
    if ((await handleStripeEvents(services, new AbortController().signal)) === 0) return;
  }
}

/** A purchase of ours that is begun; gives the address of its page at Stripe. */
export async function beginCheckout(
  { db }: Services,
  { stripe, clock }: TestStripe,
  tier: Tier,
): Promise<string | null> {
  const price = tier.prices.find((one) => one.interval === 'month');
  const { id } = await db
    .insertInto('checkouts')
    .values({
      purpose: 'membership',
      browserHash: randomBytes(32),
      tierId: tier.id,
      interval: 'month',
      amount: price?.amount ?? 0,
      currency: 'eur',
      expiresAt: new Date(clock.now().getTime() + 86_400_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const metadata = { ...testMark, checkout: String(id) };
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price?.stripePriceId ?? '', quantity: 1 }],
    success_url: 'https://news.example/support/thanks',
    metadata,
    subscription_data: { metadata, billing_mode: { type: 'flexible' } },
  });
  await db.updateTable('checkouts').set({ stripeSessionId: session.id }).where('id', '=', id).execute();
  return session.url;
}

/** Gives an event to the inbox as Stripe posts it. */
export async function takeEvent(
  services: Services,
  { stripe, config }: TestStripe,
  event: Stripe.Event,
): Promise<void> {
  const payload = JSON.stringify(event);
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret: config.webhookSecret });
  await receiveEvent(services, { body: Buffer.from(payload), signature }, new Date());
}
