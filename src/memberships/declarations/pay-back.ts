import { Stripe } from 'stripe';
import type { Services } from '../../services.ts';
import { selectPayments } from '../queries/declarations.ts';
import { ourMark } from '../stripe/ours.ts';
import { syncPayment } from '../stripe/sync-payment.ts';
import type { Declaration, Refund } from './declaration.ts';

/**
 * Pays back what a declaration has decided, each payment once. What no machine can pay back (a transfer, a charge that
 * Stripe refuses to refund) is left to staff.
 * @returns whether something is
 */
export async function payBack(services: Services, { id, refunds }: Declaration, now: Date): Promise<boolean> {
  const payments = await selectPayments(
    services.db,
    refunds.map(({ paymentId }) => paymentId),
  );
  let byHand = false;
  for (const refund of refunds) {
    const payment = payments.find((one) => one.id === refund.paymentId);
    const intent = payment?.stripePaymentIntentId ?? null;
    const whole = payment?.amount ?? refund.amount;
    const done = intent !== null && (await refundAtStripe(services, id, intent, { ...refund, whole }));
    if (intent !== null) await syncPayment(services, intent, now);
    byHand ||= !done;
  }
  return byHand;
}

/** Stripe keeps an idempotency key for a day; later it is the refund's own mark that tells it is there. */
async function refundAtStripe(
  { stripe, log, config }: Services,
  declarationId: number,
  intent: string,
  { paymentId, amount: wanted, whole }: Refund & { whole: number },
): Promise<boolean> {
  if (stripe === null) return false;
  const mark = String(declarationId);
  const { data } = await stripe.refunds.list({ payment_intent: intent, limit: 100 });
  const isThere = data.some(
    ({ metadata, status }) => metadata?.['declaration'] === mark && status !== 'failed',
  );
  if (isThere) return true;
  // Staff may have paid back some of it meanwhile, at Stripe.
  const back = data.filter(({ status }) => status !== 'failed' && status !== 'canceled');
  const amount = Math.min(wanted, whole - back.reduce((sum, refund) => sum + refund.amount, 0));
  if (amount <= 0) return true;
  const metadata = { ...ourMark(config), declaration: mark };
  const reason = 'requested_by_customer';
  const idempotencyKey = `declaration:${declarationId}:refund:${paymentId}`;
  try {
    await stripe.refunds.create({ payment_intent: intent, amount, reason, metadata }, { idempotencyKey });
    return true;
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    log.error({ err: error, declarationId }, 'Stripe refuses a refund: it is to be paid back by hand');
    return false;
  }
}
