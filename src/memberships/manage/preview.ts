import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import type { Membership } from '../membership.ts';
import { requireStripe } from '../stripe/reading.ts';
import { dateOf } from '../stripe/ours.ts';
import { requireTier } from '../tiers.ts';
import { subscriptionOf } from './end-subscription.ts';
import { NotNow } from './own.ts';
import type { Change } from './read-change.ts';

/** The difference that a change makes, in minor units of the membership's currency. */
export interface Difference {
  /** What the new terms cost from now to their first end. */
  charged: number;
  /** What of the old ones is not used; 0 or less. */
  credited: number;
  /** Of the credit from before, what is used now; 0 or less. */
  balance: number;
  /** Charged now where it is above nought; credited where it is below. */
  now: number;
  /** When the new terms are charged next. */
  nextAt: Date;
  /** The moment by which days are counted, in Stripe's seconds. */
  prorationDate: number;
}

/** Asks Stripe what a change would cost, as of this moment; nothing is changed. */
export async function previewChange(
  services: Services,
  membership: Membership,
  change: Change,
  now: Date,
): Promise<Difference> {
  const stripe = requireStripe(services);
  const subscription = await stripe.subscriptions.retrieve(subscriptionOf(membership));
  const items = await itemsOf(services, subscription, membership, change);
  // Within the period, though our clock is ahead of Stripe's, or behind it.
  const item = subscription.items.data[0];
  const start = item?.current_period_start ?? 0;
  const end = (item?.current_period_end ?? Number.MAX_SAFE_INTEGER) - 1;
  const prorationDate = Math.min(Math.max(Math.floor(now.getTime() / 1000), start), end);
  const invoice = await stripe.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: { items, proration_behavior: 'always_invoice', proration_date: prorationDate },
  });
  const amounts = invoice.lines.data.map(({ amount }) => amount);
  const sum = (all: number[]): number => all.reduce((total, amount) => total + amount, 0);
  const charged = sum(amounts.filter((amount) => amount > 0));
  const credited = sum(amounts.filter((amount) => amount < 0));
  const due = invoice.total > 0 ? invoice.amount_due : invoice.total;
  return {
    charged,
    credited,
    balance: invoice.total > 0 ? due - invoice.total : 0,
    now: due,
    nextAt: nextOf(invoice, membership, change, now),
    prorationDate,
  };
}

/** With the same interval the day stays; another one begins now. */
function nextOf(
  invoice: Stripe.Invoice,
  { interval, periodEnd }: Membership,
  change: Change,
  now: Date,
): Date {
  if (interval === change.interval && periodEnd !== null) return periodEnd;
  const ends = invoice.lines.data.filter(({ amount }) => amount > 0).map(({ period }) => period.end);
  return dateOf(Math.max(...ends, Math.floor(now.getTime() / 1000)));
}

/** A subscription's one item under the new terms: the tier's own price, or an amount of one's own for its product. */
export async function itemsOf(
  { db }: Services,
  { items }: Stripe.Subscription,
  { currency }: Membership,
  { tierId, interval, amount }: Change,
): Promise<Stripe.SubscriptionUpdateParams.Item[]> {
  const [item, ...others] = items.data;
  if (item === undefined || others.length > 0 || currency === null)
    throw new NotNow(
      'several-parts',
      'this membership is of several parts; please write to us, and we change it for you',
    );
  const { prices, stripeProductId } = await requireTier(db, tierId);
  const price = prices.find((one) => one.currency === currency && one.interval === interval);
  if (price?.stripePriceId != null && price.amount === amount)
    return [{ id: item.id, price: price.stripePriceId }];
  if (stripeProductId === null)
    throw new NotNow('not-at-stripe', 'this tier is not at Stripe yet; please try again shortly');
  const data = { currency, product: stripeProductId, recurring: { interval }, unit_amount: amount };
  return [{ id: item.id, price_data: data }];
}
