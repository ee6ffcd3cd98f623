import type { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { isTold, noteTold } from '../queries/notices.ts';
import { hasSender, queueMemberMail } from './queue-mail.ts';

const warnDays = 30;
const dayMs = 86_400_000;

/**
 * Asks Stripe, page by page, which cards pay for memberships of ours, and tells each patron once whose card runs out
 * within 30 days. Once a day; what broke off is begun again.
 */
export async function checkCards(services: Services, now: Date = new Date()): Promise<void> {
  const { db, stripe } = services;
  if (stripe === null || !(await hasSender(db))) return;
  const today = `cards:${now.toISOString().slice(0, 10)}`;
  if (await isTold(db, today)) return;
  const expand = ['data.default_payment_method', 'data.customer'];
  for await (const subscription of stripe.subscriptions.list({ status: 'active', limit: 100, expand })) {
    const card = await cardOf(stripe, subscription);
    if (card !== null && runsOut(card, now)) await tell(services, subscription.id, card, now);
  }
  await noteTold(db, today, null, now);
}

interface Card {
  id: string;
  name: string;
  year: number;
  month: number;
}

/** The subscription's own method, else the customer's. */
async function cardOf(stripe: Stripe, subscription: Stripe.Subscription): Promise<Card | null> {
  const own = subscription.default_payment_method;
  const { customer } = subscription;
  const fallback =
    typeof customer === 'string' || customer.deleted === true
      ? null
      : customer.invoice_settings.default_payment_method;
  const found = own ?? fallback;
  if (found === null) return null;
  const method = typeof found === 'string' ? await stripe.paymentMethods.retrieve(found) : found;
  const { card } = method;
  if (card === undefined) return null;
  const brand = card.brand.charAt(0).toUpperCase() + card.brand.slice(1);
  return { id: method.id, name: `${brand} …${card.last4}`, year: card.exp_year, month: card.exp_month };
}

/** A card is good to the end of its month. */
function endOf({ year, month }: Card): number {
  return Date.UTC(year, month, 1);
}

function runsOut(card: Card, now: Date): boolean {
  const end = endOf(card);
  return end > now.getTime() && end <= now.getTime() + warnDays * dayMs;
}

async function tell({ db }: Services, subscriptionId: string, card: Card, now: Date): Promise<void> {
  const { id: cardId, name, year, month } = card;
  const end = new Date(endOf(card));
  for (const { id, cancelAt, periodEnd } of await selectMembershipsBySubscription(db, [subscriptionId])) {
    const isLastPaid = cancelAt !== null && periodEnd !== null && cancelAt <= periodEnd;
    // Nothing more will be charged to it.
    if (isLastPaid || (cancelAt !== null && cancelAt <= end)) continue;
    const key = `card:${id}:${cardId}:${year}-${month}`;
    const props = { card: name, year, month };
    await db.transaction().execute(async (trx) => {
      if (await noteTold(trx, key, id, now))
        await queueMemberMail(trx, { membershipId: id, kind: 'card-expiring', key, props }, now);
    });
  }
}
