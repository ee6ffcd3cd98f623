import type { Stripe } from 'stripe';
import { foldAddress, hashAddress } from '../../address-hash.ts';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { offerClaim } from '../claims/offer-claim.ts';
import { notePaidGift } from '../gifts/note-paid.ts';
import { receiptGuest } from '../notices/send-receipts.ts';
import {
  attachAgreement,
  closeCheckout,
  hasEarlierStripe,
  lockBuyer,
  lockCheckout,
  updateCheckout,
} from '../queries/checkouts.ts';
import { selectSubscriberOf } from '../queries/audience.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { refreshAudience } from '../refresh-audience.ts';
import { checkoutIdOf, idOf } from '../stripe/ours.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import type { Checkout } from './purchase.ts';
import { failCheckout } from './fail-checkout.ts';
import { takeBack } from './take-back.ts';

/**
 * Brings a purchase that was begun to what became of it at Stripe, once its membership and payment are written: whose
 * it is, what is to be claimed, what is to be given. How often it is called, and by how many at once, changes nothing.
 */
export async function settleCheckout(
  services: Services,
  session: Stripe.Checkout.Session,
  now: Date,
): Promise<void> {
  const id = checkoutIdOf(services.config, session.metadata);
  if (id === null || session.status === 'open') return;
  if (session.status === 'expired')
    return closeCheckout(services.db, id, 'expired', 'its time at Stripe was over');
  if (session.payment_status === 'unpaid') return settleUnpaid(services, id, session, now);
  const isSecond = await services.db
    .transaction()
    .execute(async (trx) => settlePaid(trx, services, id, session, now));
  await services.jobs.hint('send-service-mails', [{}]);
  if (isSecond) await takeBack(services, id, now);
}

/** A bank may take days to pay; only what it has refused has failed. */
async function settleUnpaid(
  services: Services,
  id: number,
  { payment_intent, subscription }: Stripe.Checkout.Session,
  now: Date,
): Promise<void> {
  const subscriptionId = idOf(subscription);
  const [membership] =
    subscriptionId === null ? [] : await selectMembershipsBySubscription(services.db, [subscriptionId]);
  if (membership?.state === 'ended') return failCheckout(services.db, id, 'the payment was refused', now);
  const intentId = idOf(payment_intent);
  if (intentId === null) return;
  const intent = await orMissing(requireStripe(services).paymentIntents.retrieve(intentId));
  if (intent !== null && ['requires_payment_method', 'canceled'].includes(intent.status))
    await failCheckout(services.db, id, 'the payment was refused', now);
}

/** @returns whether it is a second membership, which is to be taken back */
async function settlePaid(
  trx: Db,
  services: Services,
  id: number,
  session: Stripe.Checkout.Session,
  now: Date,
): Promise<boolean> {
  const row = await lockCheckout(trx, id);
  if (row === undefined || row.stripeSessionId !== session.id) return false;
  if (row.completedAt !== null) return row.takeBack === 'due';
  await updateCheckout(trx, id, { state: 'completed', completedAt: now, reason: null });
  const payer = session.customer_details?.email ?? null;
  if (row.subscriberId !== null) await refreshAudience(trx, row.subscriberId, now);
  else if (row.purpose !== 'membership') await silencePayer(trx, services, { id, payer }, now);
  if (row.purpose === 'gift') await notePaidGift(trx, services, { checkoutId: id, payer }, now);
  if (row.purpose === 'contribution' && row.subscriberId === null)
    await receiptGuest(trx, services, { checkoutId: id, payer, language: row.language }, now);
  return row.purpose === 'membership' && (await settleMembership(trx, services, row, session, payer, now));
}

/** What was typed proves nothing; whoever reads that address is asked for no money for a while, and learns nothing. */
async function silencePayer(
  trx: Db,
  { config }: Services,
  { id, payer }: { id: number; payer: string | null },
  now: Date,
): Promise<void> {
  const key = payer === null ? null : foldAddress(payer);
  if (key === null) return;
  const payerHash = hashAddress(config.suppressionKey, key);
  await updateCheckout(trx, id, { payerHash });
  const subscriberId = await selectSubscriberOf(trx, payerHash);
  if (subscriberId !== null) await refreshAudience(trx, subscriberId, now);
}

async function settleMembership(
  trx: Db,
  services: Services,
  row: Checkout,
  session: Stripe.Checkout.Session,
  payer: string | null,
  now: Date,
): Promise<boolean> {
  const subscriptionId = idOf(session.subscription);
  const [membership] =
    subscriptionId === null ? [] : await selectMembershipsBySubscription(trx, [subscriptionId]);
  if (membership === undefined) throw new TypeError(`the membership of checkout ${row.id} is not written`);
  await updateCheckout(trx, row.id, { membershipId: membership.id });
  await attachAgreement(trx, row.id, membership.id, row.subscriberId);
  if (row.subscriberId === null) {
    await offerClaim(trx, services, { membershipId: membership.id, payer, language: row.language }, now);
    return false;
  }
  await lockBuyer(trx, `subscriber:${row.subscriberId}`);
  const isSecond = await hasEarlierStripe(trx, row.subscriberId, membership.id);
  if (isSecond) await updateCheckout(trx, row.id, { takeBack: 'due' });
  return isSecond;
}
