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

/** The bank accounts of the sandbox: a debit of theirs takes days, and then comes or does not. */
export const accounts = {
  'pays-later': 'DE89370400440532013000',
  'fails-later': 'DE62370400440532013001',
} as const;

export type AccountName = keyof typeof accounts;

/** Whether what was chosen is a bank account, and not a card. */
export function isAccount(number: string): boolean {
  return Object.values<string>(accounts).includes(number);
}

export type CardName = keyof typeof cards;

/** A card of a customer, or of nobody yet. */
export function makeCard(
  world: World,
  given: {
    number: string;
    month?: number;
    year?: number;
  } & Owner,
): Stripe.PaymentMethod {
  const { number } = given;
  return keep(world, number, {
    ...common(world, given),
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
    type: 'card',
  });
}

/** A bank account that may be debited, of a customer or of nobody yet. */
export function makeAccount(world: World, given: { number: string } & Owner): Stripe.PaymentMethod {
  const { number } = given;
  return keep(world, number, {
    ...common(world, given),
    sepa_debit: {
      bank_code: number.slice(4, 12),
      branch_code: null,
      country: number.slice(0, 2),
      fingerprint: `sandbox${number.slice(-9)}`,
      generated_from: null,
      last4: number.slice(-4),
    },
    type: 'sepa_debit',
  });
}

interface Owner {
  customer?: string | null;
  email?: string | null;
  name?: string | null;
}

function common(world: World, given: Owner) {
  return {
    id: newId('pm'),
    object: 'payment_method' as const,
    allow_redisplay: 'limited' as const,
    billing_details: {
      address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
      email: given.email ?? null,
      name: given.name ?? null,
      phone: null,
      tax_id: null,
    },
    created: world.now(),
    customer: given.customer ?? null,
    customer_account: null,
    livemode: false,
    metadata: {},
  };
}

function keep(world: World, number: string, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  world.hidden.cards.set(method.id, number);
  return world.tables.paymentMethods.put(method);
}
