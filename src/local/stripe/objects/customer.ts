import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/** A customer, with nothing but what is given. */
export function makeCustomer(
  world: World,
  given: {
    email?: string | null;
    name?: string | null;
    description?: string | null;
    phone?: string | null;
    metadata?: Record<string, string>;
    locales?: string[];
  },
): Stripe.Customer {
  const id = newId('cus');
  return world.tables.customers.put({
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: given.description ?? null,
    discount: null,
    email: given.email ?? null,
    invoice_prefix: id.slice(4, 12).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: given.metadata ?? {},
    name: given.name ?? null,
    next_invoice_sequence: 1,
    phone: given.phone ?? null,
    preferred_locales: given.locales ?? [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  });
}
