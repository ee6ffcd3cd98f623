import { Stripe } from 'stripe';
import { type Db, isPassing } from '../../db.ts';
import { hashAddress } from '../../address-hash.ts';
import { queueServiceMail } from '../../delivery/service-mails.ts';
import { eachByItself } from '../../each-by-itself.ts';
import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { recipientById } from '../../subscribers/recipient.ts';
import { queueOwnerMail } from '../owner-mail.ts';
import {
  lockCheckout,
  noteTakeBackRefused,
  selectCheckout,
  selectTakeBacks,
  updateCheckout,
} from '../queries/checkouts.ts';
import { selectMembership } from '../queries/memberships.ts';
import { idOf } from '../stripe/ours.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import { syncPayment } from '../stripe/sync-payment.ts';
import { syncSubscription } from '../stripe/sync-subscription.ts';
import type { Checkout } from './purchase.ts';

const atOnce = 20;
const mailLastsMs = 7 * 24 * 3_600_000;
const minute = 60_000;
const longestRestMs = 6 * 60 * minute;
// After about an hour.
const triesBeforeStaff = 6;

/** Takes back every second membership that is still to be: what was cut off in the middle is finished here. */
export async function finishTakeBacks(services: Services, now: Date): Promise<void> {
  if (services.stripe === null) return;
  await eachByItself(
    (behind) => selectTakeBacks(services.db, now, behind, atOnce),
    ({ id }) => takeBack(services, id, now),
    (error, { id }) =>
      services.log.error({ err: error, checkout: id }, 'a second membership was not taken back'),
  );
}

/**
 * Cancels the second membership that a purchase made, refunds its payments, and says so by mail. Each step may be
 * repeated: its key at Stripe and the mail's key make it one. What Stripe refuses rests, longer with each try.
 */
export async function takeBack(services: Services, checkoutId: number, now: Date): Promise<void> {
  const row = await selectCheckout(services.db, checkoutId);
  if (row?.takeBack !== 'due' || (row.takeBackAt !== null && row.takeBackAt > now)) return;
  try {
    await carryOut(services, row, now);
  } catch (error) {
    if (!isPassing(error)) await noteRefused(services, row, error, now);
    throw error;
  }
}

async function noteRefused(services: Services, row: Checkout, error: unknown, now: Date): Promise<void> {
  const { id, takeBackTries: tries } = row;
  const restMs = Math.min(minute * 2 ** tries, longestRestMs);
  await noteTakeBackRefused(services.db, id, tries, new Date(now.getTime() + restMs));
  if (tries + 1 < triesBeforeStaff) return;
  await queueOwnerMail(services.db, services, {
    kind: 'take-back-refused',
    key: `take-back-refused:${id}`,
    props: { checkoutId: id, reason: messageOf(error).slice(0, 300) },
    expiresAt: new Date(now.getTime() + mailLastsMs),
  }).catch((failure: unknown) =>
    services.log.error({ err: failure, checkout: id }, 'the owner could not be told of it'),
  );
}

async function carryOut(services: Services, row: Checkout, now: Date): Promise<void> {
  const membership =
    row.membershipId === null ? undefined : await selectMembership(services.db, row.membershipId);
  const subscriptionId = membership?.stripeSubscriptionId ?? null;
  if (subscriptionId === null) return;
  // Stripe answers a used key with what it said before, for a day.
  const key = `broadsheet-take-back-${row.id}${row.takeBackTries === 0 ? '' : `-again-${row.takeBackTries}`}`;
  await cancel(services, subscriptionId, key);
  for (const intentId of await paidIntents(services, subscriptionId)) {
    await refund(services, intentId, key);
    await syncPayment(services, intentId, now);
  }
  await syncSubscription(services, subscriptionId, now);
  await services.db.transaction().execute((trx) => finish(trx, services, row, now));
  await services.jobs.hint('send-service-mails', [{}]);
}

async function cancel(services: Services, subscriptionId: string, key: string): Promise<void> {
  const { subscriptions } = requireStripe(services);
  const subscription = await orMissing(subscriptions.retrieve(subscriptionId));
  if (subscription === null || subscription.status === 'canceled') return;
  await subscriptions.cancel(
    subscriptionId,
    { cancellation_details: { comment: 'A second membership of the same person' } },
    { idempotencyKey: `${key}-${subscriptionId}` },
  );
}

async function paidIntents(services: Services, subscriptionId: string): Promise<string[]> {
  const stripe = requireStripe(services);
  const intents: string[] = [];
  for await (const invoice of stripe.invoices.list({ subscription: subscriptionId, limit: 100 }))
    for await (const { payment } of stripe.invoicePayments.list({
      invoice: invoice.id ?? '',
      status: 'paid',
    })) {
      const intentId = idOf(payment.payment_intent);
      if (intentId !== null) intents.push(intentId);
    }
  return intents;
}

async function refund(services: Services, intentId: string, key: string): Promise<void> {
  try {
    await requireStripe(services).refunds.create(
      { payment_intent: intentId, reason: 'duplicate' },
      { idempotencyKey: `${key}-${intentId}` },
    );
  } catch (error) {
    const isDone =
      error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'charge_already_refunded';
    if (!isDone) throw error;
  }
}

async function finish(trx: Db, services: Services, { id, language }: Checkout, now: Date): Promise<void> {
  const row = await lockCheckout(trx, id);
  if (row?.takeBack !== 'due') return;
  await updateCheckout(trx, id, {
    takeBack: 'done',
    state: 'refunded',
    reason: 'a second membership of the same person',
  });
  const recipient = await recipientOfPurchase(trx, services, row, language);
  if (recipient === null) return;
  await queueServiceMail(trx, {
    kind: 'second-refunded',
    idempotencyKey: `second-refunded:${id}`,
    ...recipient,
    props: { checkoutId: id },
    expiresAt: new Date(now.getTime() + mailLastsMs),
  });
}

async function recipientOfPurchase(trx: Db, { config }: Services, row: Checkout, language: string) {
  if (row.subscriberId !== null) return recipientById(trx, row.subscriberId);
  const membership = row.membershipId === null ? undefined : await selectMembership(trx, row.membershipId);
  if (membership === undefined) return null;
  if (membership.subscriberId !== null) return recipientById(trx, membership.subscriberId);
  if (membership.claimAddress === null) return null;
  const { address, key } = parseAddress(membership.claimAddress);
  return { subscriberId: null, address, addressHash: hashAddress(config.suppressionKey, key), language };
}
