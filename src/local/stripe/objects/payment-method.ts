import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/**
 * The cards of the sandbox: each has its fate, as Stripe's own test cards have it. The one that pays once is ours alone:
 * at Stripe a renewal that fails takes another card after the first payment.
 */
export const cards = {
  pays: '4242424242424242',
  declines: '4000000000000002',
  'insufficient-funds': '4000000000009995',
  'needs-confirmation': '4000002500003155',
  'needs-confirmation-always': '4000002760003184',
  'fails-when-charged': '4000000000000341',
  'fails-on-renewal': '4000000000001018',
} as const;

export type CardName = keyof typeof cards;

/** A card of a customer, or of nobody yet. */
export function makeCard(
  world: World,
  given: {
    number: string;
    customer?: string | null;
    email?: string | null;
    name?: string | null;
    month?: number;
    year?: number;
  },
): Stripe.PaymentMethod {
  const { number } = given;
  const method = world.tables.paymentMethods.put({
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: given.email ?? null,
      name: given.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'DE',
      display_brand: 'visa',
      exp_month: given.month ?? 12,
      exp_year: given.year ?? new Date(world.now() * 1_000).getUTCFullYear() + 4,
      fingerprint: `sandbox${number.slice(-9)}`,
      funding: 'credit',
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: ['visa'], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: world.now(),
    customer: given.customer ?? null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  });
  world.hidden.cards.set(method.id, number);
  return method;
}
