import type { Stripe } from 'stripe';
import type { Config } from '../../config.ts';
import { ourMark } from '../stripe/ours.ts';
import type { Checkout } from './purchase.ts';

type Params = Stripe.Checkout.SessionCreateParams;

/** Who pays, as far as Stripe is to know it beforehand. */
export interface Payer {
  customer: string | null;
  address: string | null;
}

// Stripe's page does not speak Ukrainian; it chooses by the browser then.
const localeOf: Record<string, Stripe.Checkout.SessionCreateParams.Locale> = { en: 'en', de: 'de' };

/**
 * What Stripe is asked for, made from the purchase's row alone: asked again with the same key it is the same question.
 */
export function sessionParams(
  row: Checkout,
  payer: Payer,
  config: Pick<Config, 'publicUrl' | 'suppressionKey'>,
): Params {
  const { publicUrl } = config;
  const metadata = { ...ourMark(config), checkout: String(row.id) };
  const renews = row.purpose === 'membership';
  return {
    mode: renews ? 'subscription' : 'payment',
    line_items: [lineItem(row)],
    success_url: `${publicUrl}/support/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancel_url: `${publicUrl}/support/back?c=${row.id}`,
    client_reference_id: String(row.id),
    locale: localeOf[row.language] ?? 'auto',
    metadata,
    ...payerParams(payer),
    ...(row.stripePromotionCode === null
      ? { allow_promotion_codes: true }
      : { discounts: [{ promotion_code: row.stripePromotionCode }] }),
    ...(renews
      ? { subscription_data: { metadata, billing_mode: { type: 'flexible' } } }
      : { payment_intent_data: { metadata } }),
  };
}

function payerParams({ customer, address }: Payer): Partial<Params> {
  if (customer !== null) return { customer };
  return address === null ? {} : { customer_email: address };
}

function lineItem(row: Checkout): Stripe.Checkout.SessionCreateParams.LineItem {
  if (row.stripePriceId !== null) return { price: row.stripePriceId, quantity: 1 };
  const { amount, currency, interval, purpose, stripeProductId } = row;
  const recurring = purpose === 'membership' && (interval === 'month' || interval === 'year');
  return {
    quantity: 1,
    price_data: {
      currency,
      unit_amount: amount,
      product: stripeProductId ?? '',
      ...(recurring && { recurring: { interval } }),
    },
  };
}
