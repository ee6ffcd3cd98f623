import { hashAddress } from '../../src/address-hash.ts';
import { openSession } from '../../src/http/sessions.ts';
import type { Services } from '../../src/services.ts';
import { parseAddress } from '../../src/subscribers/address.ts';
import { system } from '../../src/access/actor.ts';
import { idOf, ourMark } from '../../src/memberships/stripe/ours.ts';
import { syncPayment } from '../../src/memberships/stripe/sync-payment.ts';
import { syncSubscription } from '../../src/memberships/stripe/sync-subscription.ts';
import { requireStripe } from '../../src/memberships/stripe/reading.ts';
import { addTier, listTiers, requireTier, type Tier } from '../../src/memberships/tiers.ts';

const eur = (interval: 'month' | 'year', amount: number) => ({
  currency: 'eur',
  interval,
  amount,
  minimum: 300,
});

/** Three tiers in euro, yearly at ten months. */
export async function addTestTiers({ db }: Services): Promise<Tier[]> {
  for (const [position, [slug, name, amount]] of (
    [
      ['coffee', 'A coffee a month', 300],
      ['breakfast', 'Breakfast', 800],
      ['table', 'Editor’s table', 2500],
    ] as const
  ).entries()) {
    const prices = [eur('month', amount), eur('year', amount * 10)];
    await addTier(db, system, { slug, name, position, standfirst: `${name}, for all.`, prices });
  }
  return listTiers(db);
}

/** The cookie of a new session of a subscriber. */
export async function sessionOf(services: Services, id: number): Promise<{ cookie: string }> {
  let cookie = '';
  const response = { cookie: (name: string, value: string) => void (cookie = `${name}=${value}`) };
  await openSession(services, response as never, `subscriber:${id}`);
  return { cookie };
}

/** The id of a subscriber. */
export async function subscriberId({ db, config }: Services, address: string): Promise<number> {
  const { id } = await db
    .selectFrom('subscribers')
    .select('id')
    .where('addressHash', '=', hashAddress(config.suppressionKey, parseAddress(address).key))
    .executeTakeFirstOrThrow();
  return id;
}

interface StripePatron {
  address: string;
  tier?: string;
  interval?: 'month' | 'year';
  card?: string;
  immediateStart?: boolean;
}

/** Makes a reader a patron through Stripe, as a Checkout that they began would; the tiers must be at Stripe. */
export async function addStripePatron(
  services: Services,
  {
    address,
    tier = 'breakfast',
    interval = 'month',
    card = '4242424242424242',
    immediateStart = false,
  }: StripePatron,
) {
  const { db } = services;
  const { customers, paymentMethods, subscriptions, invoicePayments } = requireStripe(services);
  const owner = await subscriberId(services, address);
  const { id: tierId, prices } = await requireTier(db, tier);
  const price = prices.find((one) => one.interval === interval);
  if (price?.stripePriceId == null) throw new Error(`${tier} is not at Stripe`);
  const { currency, amount } = price;
  const checkout = await db
    .insertInto('checkouts')
    .values({
      purpose: 'membership',
      subscriberId: owner,
      browserHash: Buffer.alloc(32),
      tierId,
      interval,
      amount,
      currency,
      state: 'completed',
      expiresAt: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const customer = await customers.create({ email: address });
  const method = await paymentMethods.create({
    type: 'card',
    card: { number: card, exp_month: 12, exp_year: 2031, cvc: '123' },
  });
  await paymentMethods.attach(method.id, { customer: customer.id });
  const subscription = await subscriptions.create({
    customer: customer.id,
    items: [{ price: price.stripePriceId }],
    default_payment_method: method.id,
    metadata: { ...ourMark(services.config), checkout: String(checkout.id) },
  });
  const { membershipId } = await syncSubscription(services, subscription.id);
  const { data } = await invoicePayments.list({ invoice: idOf(subscription.latest_invoice) ?? '' });
  const intent = data[0]?.payment.payment_intent;
  if (typeof intent === 'string') await syncPayment(services, intent);
  const id = membershipId ?? -1;
  await db.updateTable('checkouts').set({ membershipId: id }).where('id', '=', checkout.id).execute();
  const terms = {
    wording: 'I agree to €8 a month.',
    wordingVersion: '1',
    language: 'en',
    amount,
    currency,
    interval,
  };
  await db
    .insertInto('renewalAgreements')
    .values({ ...terms, checkoutId: checkout.id, membershipId: id, subscriberId: owner, immediateStart })
    .execute();
  const session = await sessionOf(services, owner);
  return { id, owner, session, subscriptionId: subscription.id, customerId: customer.id };
}
