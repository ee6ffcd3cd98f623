import { Stripe } from 'stripe';
import { z } from 'zod';
import { readIp } from '../../text/ip-address.ts';
import { randomToken } from '../../tokens.ts';
import type { Services } from '../../services.ts';
import { requirePublication } from '../../publication/publication.ts';
import { type Membership, requireMembership, toMembership } from '../membership.ts';
import { insertAgreement, selectConfirmedAgreement } from '../queries/manage.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { idOf } from '../stripe/ours.ts';
import { requireStripe } from '../stripe/reading.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import { subscriptionOf } from './end-subscription.ts';
import { queueNotice } from './notice.ts';
import { requireOwn } from './own.ts';
import { manageWords } from './pages/words.ts';
import { itemsOf } from './preview.ts';
import type { Change } from './read-change.ts';
import { termsOf } from './terms.ts';

const purpose = 'membership-change';
// So long the difference stands as it was shown.
const validForMs = 15 * 60_000;
const wordingVersion = '2026-11-28';

const schema = z.object({
  membershipId: z.number(),
  tierId: z.number(),
  interval: z.enum(['month', 'year']),
  amount: z.number(),
  prorationDate: z.number(),
  once: z.string(),
});

/** A change whose difference has been shown. */
export type ShownChange = z.infer<typeof schema>;

/** What the button of the second page carries: the change with the moment it was counted by. */
export function changeToken(
  { tokens }: Services,
  membershipId: number,
  change: Change & { prorationDate: number },
  now: Date,
): string {
  const shown: ShownChange = { ...change, membershipId, once: randomToken() };
  return tokens.sign(purpose, JSON.stringify(schema.parse(shown)), new Date(now.getTime() + validForMs));
}

/** The change that was shown; null where the token is forged, too old, or about another membership. */
export function readChangeToken(
  { tokens }: Services,
  membershipId: number,
  token: string,
  now: Date = new Date(),
): ShownChange | null {
  const text = tokens.read(purpose, token, now);
  const shown = text === null ? null : schema.parse(JSON.parse(text));
  return shown?.membershipId === membershipId ? shown : null;
}

/** What came of a change; where the bank wants a confirmation, at the page of the invoice. */
export type Changed = { outcome: 'changed' } | { outcome: 'declined' } | { outcome: 'confirm'; url: string };

interface Confirmed {
  subscriberId: number;
  shown: ShownChange;
  language: string;
  ip: string | null;
  userAgent: string | null;
}

/**
 * Changes tier, amount or interval as it was shown. A payment that is declined changes nothing and leaves no open
 * invoice; one that the bank wants confirmed is made once it is (docs.stripe.com/billing/subscriptions/pending-updates).
 * @throws NotFound, NotNow where the membership is not active
 */
export async function changeMembership(
  services: Services,
  { subscriberId, shown, ...agreed }: Confirmed,
  now: Date = new Date(),
): Promise<Changed> {
  const before = await requireOwn(services.db, subscriberId, shown.membershipId, ['active']);
  const key = `change:${before.id}:${shown.once}`;
  const subscription = await update(services, before, shown, key);
  const pending = subscription === null ? null : await pendingOf(services, subscription);
  if (pending?.url != null) {
    await keepAgreement(services, before, shown, { ...agreed, stripeInvoiceId: pending.invoiceId }, now);
    await syncSubscription(services, subscriptionOf(before), now);
    return { outcome: 'confirm', url: pending.url };
  }
  if (pending !== null) await forget(services, pending.invoiceId, key);
  await syncSubscription(services, subscriptionOf(before), now);
  if (subscription === null || pending !== null) return { outcome: 'declined' };
  const after = await requireMembership(services.db, before.id);
  await keepAgreement(services, after, shown, { ...agreed, stripeInvoiceId: null }, now);
  await queueNotice(services, after, { act: 'changed', key, day: null }, now);
  return { outcome: 'changed' };
}

/** Confirms by mail a change that was made once the bank had its confirmation; once for what was agreed to. */
export async function tellConfirmedChange(
  services: Services,
  stripeSubscriptionId: string,
  now: Date = new Date(),
): Promise<void> {
  for (const row of await selectMembershipsBySubscription(services.db, [stripeSubscriptionId])) {
    const agreed = await selectConfirmedAgreement(services.db, row.id);
    if (agreed === undefined) continue;
    const key = `agreed:${agreed.id}`;
    await queueNotice(services, toMembership(row), { act: 'changed', key, day: null }, now);
  }
}

/** Null: the card was declined. */
async function update(
  services: Services,
  membership: Membership,
  shown: ShownChange,
  idempotencyKey: string,
): Promise<Stripe.Subscription | null> {
  const { subscriptions } = requireStripe(services);
  const subscription = await subscriptions.retrieve(subscriptionOf(membership));
  const params: Stripe.SubscriptionUpdateParams = {
    items: await itemsOf(services, subscription, membership, shown),
    proration_behavior: 'always_invoice',
    proration_date: shown.prorationDate,
    payment_behavior: 'pending_if_incomplete',
  };
  try {
    return await subscriptions.update(subscription.id, params, { idempotencyKey });
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return null;
    throw error;
  }
}

/** What keeps a change from being made: its unpaid invoice, with its page where the bank asks for the patron. */
async function pendingOf(
  services: Services,
  { pending_update: pending, latest_invoice: latest }: Stripe.Subscription,
): Promise<{ invoiceId: string; url: string | null } | null> {
  const invoiceId = idOf(latest);
  if (pending === null || invoiceId === null) return null;
  const stripe = requireStripe(services);
  const invoice = await stripe.invoices.retrieve(invoiceId);
  const { data } = await stripe.invoicePayments.list({ invoice: invoiceId, limit: 1 });
  const intentId = idOf(data[0]?.payment.payment_intent);
  const intent = intentId === null ? null : await stripe.paymentIntents.retrieve(intentId);
  const asks = intent?.status === 'requires_action';
  return { invoiceId, url: asks ? (invoice.hosted_invoice_url ?? null) : null };
}

/** To void its invoice is how a pending change is given up. */
async function forget(services: Services, invoiceId: string, key: string): Promise<void> {
  const { invoices } = requireStripe(services);
  const invoice = await invoices.retrieve(invoiceId);
  if (invoice.status !== 'open') return;
  await invoices.voidInvoice(invoiceId, {}, { idempotencyKey: `${key}:void` });
}

type Agreed = Pick<Confirmed, 'language' | 'ip' | 'userAgent'> & {
  /** What is to be paid before it holds; none: it holds. */
  stripeInvoiceId: string | null;
};

/** Keeps the terms as they were shown. */
async function keepAgreement(
  { db }: Services,
  { id: membershipId, subscriberId, currency }: Membership,
  { amount, interval }: ShownChange,
  { language, ip, userAgent, stripeInvoiceId }: Agreed,
  at: Date,
): Promise<void> {
  const { name } = await requirePublication(db);
  const terms = { amount, currency: currency ?? '', interval };
  const wording = manageWords(language).change.agree(termsOf(terms, language), name);
  const words = { wording, wordingVersion, language, stripeInvoiceId };
  const whence = { ip: readIp(ip ?? ''), userAgent: userAgent?.slice(0, 500) ?? null };
  await insertAgreement(db, { membershipId, subscriberId, ...terms, ...words, ...whence, at });
}
