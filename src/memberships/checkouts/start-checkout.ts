import { Stripe } from 'stripe';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { readIp } from '../../text/ip-address.ts';
import { recipientById } from '../../subscribers/recipient.ts';
import {
  closeCheckout,
  insertAgreement,
  insertCheckout,
  lockBuyer,
  selectCheckout,
  selectLastAgreement,
  selectLiveStripe,
  selectOpenCheckouts,
  selectStripeCustomer,
  setCheckoutSession,
} from '../queries/checkouts.ts';
import { insertGift, selectGiftOfCheckout } from '../queries/gifts.ts';
import { dateOf } from '../stripe/ours.ts';
import { orMissing, requireStripe } from '../stripe/reading.ts';
import { syncCheckout } from '../stripe/sync-checkout.ts';
import { AlreadyPatron, type Buyer, type Checkout, type Purchase, PurchaseInProgress } from './purchase.ts';
import { type Payer, sessionParams } from './session-params.ts';

const lastsMs = 24 * 3_600_000;
const tries = 4;

/**
 * Begins a purchase at Stripe, or takes up the one that is in progress: for the same choice its page is opened again,
 * for another it is closed first. Nobody has two at once.
 * @returns the address of Stripe's page, which is neither kept nor logged
 * @throws AlreadyPatron, PurchaseInProgress; Stripe's errors; AppError where no account is configured
 */
export async function startCheckout(
  services: Services,
  buyer: Buyer,
  purchase: Purchase,
  now: Date = new Date(),
): Promise<string> {
  requireStripe(services);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { row, isOther } = await services.db
      .transaction()
      .execute((trx) => begin(trx, buyer, purchase, now));
    // Whoever closes another's page has a try left to open their own: of many at once, one stays open.
    if (isOther && attempt === tries - 1) break;
    const url = isOther ? await putAside(services, row, now) : await pageOf(services, row, buyer, now);
    if (url !== null) return url;
  }
  throw new PurchaseInProgress('another purchase of yours is in progress; wait a moment and try again');
}

/** The purchase that is in progress, or a new one; in one step, so that two at once see each other. */
async function begin(
  trx: Db,
  buyer: Buyer,
  purchase: Purchase,
  now: Date,
): Promise<{ row: Checkout; isOther: boolean }> {
  const { subscriberId, browserHash } = buyer;
  await lockBuyer(
    trx,
    subscriberId === null ? `browser:${browserHash.toString('hex')}` : `subscriber:${subscriberId}`,
  );
  if (purchase.purpose === 'membership' && subscriberId !== null) {
    const [live] = await selectLiveStripe(trx, subscriberId);
    if (live !== undefined) throw new AlreadyPatron(live.id);
  }
  const open = await selectOpenCheckouts(trx, buyer, purchase.purpose);
  for (const row of open) {
    if (!(await isSame(trx, row, buyer, purchase))) continue;
    await keepAgreement(trx, row, buyer, purchase, now);
    return { row, isOther: false };
  }
  const [other] = purchase.purpose === 'membership' ? open : [];
  if (other !== undefined) return { row: other, isOther: true };
  return { row: await insert(trx, buyer, purchase, now), isOther: false };
}

async function isSame(trx: Db, row: Checkout, buyer: Buyer, purchase: Purchase): Promise<boolean> {
  const same =
    row.browserHash.equals(buyer.browserHash) &&
    row.tierId === purchase.tierId &&
    row.interval === purchase.interval &&
    row.amount === purchase.amount &&
    row.currency === purchase.currency &&
    row.byLink === buyer.byLink &&
    row.stripePromotionCode === (purchase.promo?.id ?? null);
  if (!same || purchase.gift === null) return same;
  const gift = await selectGiftOfCheckout(trx, row.id);
  const wanted = purchase.gift;
  return (
    gift !== undefined &&
    gift.recipientAddress === wanted.recipientAddress &&
    gift.recipientName === wanted.recipientName &&
    gift.giverName === wanted.giverName &&
    gift.message === wanted.message &&
    gift.months === wanted.months &&
    gift.deliverOn === wanted.deliverOn
  );
}

async function insert(trx: Db, buyer: Buyer, purchase: Purchase, now: Date): Promise<Checkout> {
  const { subscriberId, byLink, browserHash, language, editionId } = buyer;
  const { purpose, tierId, interval, amount, currency, promo, gift } = purchase;
  const row = await insertCheckout(trx, {
    purpose,
    tierId,
    interval,
    amount,
    currency,
    subscriberId,
    byLink,
    browserHash,
    language,
    editionId,
    promoCode: promo?.code ?? null,
    stripePromotionCode: promo?.id ?? null,
    stripePriceId: purchase.stripePriceId,
    stripeProductId: purchase.stripeProductId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lastsMs),
  });
  await keepAgreement(trx, row, buyer, purchase, now);
  if (gift !== null && tierId !== null)
    await insertGift(trx, {
      ...gift,
      checkoutId: row.id,
      tierId,
      giverSubscriberId: subscriberId,
      language,
      createdAt: now,
    });
  return row;
}

/** What was agreed to last is what holds: who comes back may agree to something else. */
async function keepAgreement(
  trx: Db,
  { id: checkoutId }: Checkout,
  { subscriberId, language, ip, userAgent }: Buyer,
  { amount, currency, interval, agreement }: Purchase,
  at: Date,
): Promise<void> {
  if (agreement === null) return;
  const { wording, version: wordingVersion, immediateStart } = agreement;
  const last = await selectLastAgreement(trx, checkoutId);
  if (last?.wording === wording && last.immediateStart === immediateStart) return;
  await insertAgreement(trx, {
    checkoutId,
    subscriberId,
    language,
    amount,
    currency,
    interval,
    wording,
    wordingVersion,
    immediateStart,
    ip: readIp(ip ?? ''),
    userAgent: userAgent?.slice(0, 500) ?? null,
    at,
  });
}

/** The page of a purchase; null where it has ended meanwhile, and all is to be looked at again. */
async function pageOf(services: Services, row: Checkout, buyer: Buyer, now: Date): Promise<string | null> {
  const stripe = requireStripe(services);
  if (row.stripeSessionId !== null) {
    const known = await orMissing(stripe.checkout.sessions.retrieve(row.stripeSessionId));
    if (known?.status === 'open' && known.url) return known.url;
    await settleEnded(services, row, known !== null, now);
    return null;
  }
  const session = await create(services, row, buyer);
  if (session === null) return null;
  const kept = await setCheckoutSession(services.db, row.id, {
    stripeSessionId: session.id,
    expiresAt: dateOf(session.expires_at),
    livemode: session.livemode,
  });
  if (kept && session.status === 'open' && session.url) return session.url;
  // Put aside while it was being made.
  await expire(stripe, session.id);
  if (kept) await closeCheckout(services.db, row.id, 'expired', 'its page was closed');
  return null;
}

async function create(
  services: Services,
  row: Checkout,
  buyer: Buyer,
): Promise<Stripe.Checkout.Session | null> {
  const params = sessionParams(row, await payerOf(services, buyer), services.config);
  try {
    return await requireStripe(services).checkout.sessions.create(params, {
      idempotencyKey: `broadsheet-checkout-${row.id}-${row.createdAt.getTime()}`,
    });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    // Stripe keeps a fault of its own for a day, and would answer the same key with it again.
    const isCertain =
      error instanceof Stripe.errors.StripeAPIError ||
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeIdempotencyError;
    if (isCertain) await closeCheckout(services.db, row.id, 'failed', 'Stripe refused it');
    // Who pays has changed since it was asked for first; a new one asks anew.
    if (error instanceof Stripe.errors.StripeIdempotencyError) return null;
    throw error;
  }
}

/** By a link that may have been forwarded, Stripe is told no address: its page would show it. */
async function payerOf(
  services: Services,
  { subscriberId, byLink }: Pick<Buyer, 'subscriberId' | 'byLink'>,
): Promise<Payer> {
  if (subscriberId === null || byLink) return { customer: null, address: null };
  const { db, config } = services;
  const known = await selectStripeCustomer(db, subscriberId, config.stripe?.livemode ?? false);
  // Somebody may have deleted it there, or the key is of another account: then they are a new one.
  const there = known === null ? null : await orMissing(requireStripe(services).customers.retrieve(known));
  const customer = there === null || there.deleted ? null : there.id;
  const recipient = await recipientById(db, subscriberId);
  return { customer, address: recipient?.address ?? null };
}

/** Closes the page of another choice; what was paid on it meanwhile counts. Gives no page: all is looked at again. */
async function putAside(services: Services, row: Checkout, now: Date): Promise<null> {
  const stripe = requireStripe(services);
  const { stripeSessionId } = (await selectCheckout(services.db, row.id)) ?? row;
  if (stripeSessionId !== null && !(await expire(stripe, stripeSessionId))) {
    const session = await orMissing(stripe.checkout.sessions.retrieve(stripeSessionId));
    if (session?.status === 'complete') {
      await settleEnded(services, { ...row, stripeSessionId }, true, now);
      return null;
    }
  }
  await closeCheckout(services.db, row.id, 'expired', 'another choice took its place');
  return null;
}

async function settleEnded(services: Services, row: Checkout, isKnown: boolean, now: Date): Promise<void> {
  if (isKnown && row.stripeSessionId !== null) await syncCheckout(services, row.stripeSessionId, now);
  const after = await selectCheckout(services.db, row.id);
  if (after?.state !== 'open') return;
  if (isKnown)
    throw new PurchaseInProgress('your payment is being processed; wait a moment before you buy again');
  await closeCheckout(services.db, row.id, 'expired', 'Stripe has no such session');
}

/** Whether it was open, and is not any more. */
async function expire(stripe: Stripe, sessionId: string): Promise<boolean> {
  try {
    await stripe.checkout.sessions.expire(sessionId, undefined, {
      idempotencyKey: `broadsheet-expire-${sessionId}`,
    });
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return false;
    throw error;
  }
}
