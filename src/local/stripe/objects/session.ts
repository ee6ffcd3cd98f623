import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import { idOf, type World } from '../core/world.ts';

/** A page of Checkout that nobody has paid at yet. */
export function makeSession(
  world: World,
  given: {
    mode: 'payment' | 'subscription';
    items: Stripe.LineItem[];
    customer: string | null;
    customerCreation: Stripe.Checkout.Session.CustomerCreation | null;
    email: string | null;
    successUrl: string | null;
    cancelUrl: string | null;
    reference: string | null;
    metadata: Record<string, string>;
    expiresAt: number;
    allowCodes: boolean;
    discounts: Stripe.Checkout.Session.Discount[];
    off: number;
    locale: Stripe.Checkout.Session.Locale | null;
    submitType: Stripe.Checkout.Session.SubmitType | null;
    collectCard: Stripe.Checkout.Session.PaymentMethodCollection;
  },
): Stripe.Checkout.Session {
  const id = newId('cs_test');
  const subtotal = given.items.reduce((sum, { amount_subtotal }) => sum + amount_subtotal, 0);
  return world.tables.sessions.put({
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: given.allowCodes,
    allowed_payment_method_types: null,
    amount_subtotal: subtotal,
    amount_total: subtotal - given.off,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: given.cancelUrl,
    client_reference_id: given.reference,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: world.now(),
    currency: given.items[0]?.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: given.customer,
    customer_account: null,
    customer_creation: given.customerCreation,
    customer_details: given.email === null ? null : detailsOf(given.email, null),
    customer_email: given.customer === null ? given.email : null,
    discounts: given.discounts,
    expires_at: given.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation:
      given.mode === 'payment'
        ? {
            enabled: false,
            invoice_data: {
              account_tax_ids: null,
              custom_fields: null,
              description: null,
              footer: null,
              issuer: null,
              metadata: {},
              rendering_options: null,
            },
          }
        : null,
    livemode: false,
    locale: given.locale,
    managed_payments: null,
    metadata: given.metadata,
    mode: given.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: given.collectCard,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: given.submitType,
    subscription: null,
    success_url: given.successUrl,
    total_details: { amount_discount: given.off, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${world.origin()}/c/pay/${id}`,
    wallet_options: null,
  });
}

/** What a session says of who paid at it. */
export function detailsOf(email: string, name: string | null): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: { city: null, country: 'DE', line1: null, line2: null, postal_code: null, state: null },
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}

/** A line of what is bought at Checkout. */
export function makeLineItem(
  world: World,
  price: Stripe.Price,
  quantity: number,
  metadata: Record<string, string>,
): Stripe.LineItem {
  const subtotal = (price.unit_amount ?? 0) * quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: subtotal,
    amount_tax: 0,
    amount_total: subtotal,
    currency: price.currency,
    description: world.tables.products.get(idOf(price.product) ?? '')?.name ?? null,
    metadata,
    price,
    quantity,
  };
}
