import type { Stripe } from 'stripe';
import { decimal, newId } from '../core/ids.ts';
import { idOf, type World } from '../core/world.ts';

/** What an invoice is made of before it is one. */
export interface InvoiceDraft {
  customer: Stripe.Customer;
  subscription: Stripe.Subscription | null;
  reason: Stripe.Invoice.BillingReason;
  currency: string;
  lines: Stripe.InvoiceLineItem[];
  discountIds: string[];
  periodStart: number;
  periodEnd: number;
}

/** A draft of an invoice; it stands in no table yet. */
export function makeInvoice(world: World, draft: InvoiceDraft): Stripe.Invoice {
  const { customer, subscription, lines } = draft;
  const id = newId('in');
  for (const line of lines) line.invoice = id;
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const discounted = totalDiscounts(lines);
  const total = subtotal - discounted.reduce((sum, { amount }) => sum + amount, 0);
  return {
    id,
    object: 'invoice',
    account_country: 'DE',
    account_name: world.settings.name,
    account_tax_ids: null,
    amount_due: Math.max(0, total),
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: Math.max(0, total),
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: draft.reason,
    collection_method: 'charge_automatically',
    created: world.now(),
    currency: draft.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: draft.discountIds,
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: subscription === null ? null : makeParent(subscription),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: draft.periodEnd,
    period_start: draft.periodStart,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: customer.balance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal,
    subtotal_excluding_tax: subtotal,
    test_clock: null,
    total,
    total_discount_amounts: discounted,
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

function makeParent(subscription: Stripe.Subscription): Stripe.Invoice.Parent {
  return {
    quote_details: null,
    subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
    type: 'subscription_details',
  };
}

function totalDiscounts(lines: Stripe.InvoiceLineItem[]): Stripe.Invoice.TotalDiscountAmount[] {
  const sums = new Map<string, number>();
  for (const { discount_amounts } of lines) {
    for (const { amount, discount } of discount_amounts ?? []) {
      const id = idOf(discount) ?? '';
      sums.set(id, (sums.get(id) ?? 0) + amount);
    }
  }
  return [...sums].map(([discount, amount]) => ({ amount, discount }));
}

/** A line of an invoice, for a time of a subscription's item. */
export function makeLine(given: {
  amount: number;
  currency: string;
  description: string;
  subscription: string;
  item: string;
  price: Stripe.Price;
  quantity: number;
  start: number;
  end: number;
  proration: boolean;
  metadata: Record<string, string>;
}): Stripe.InvoiceLineItem {
  const { amount, price, proration } = given;
  const line: Omit<Stripe.InvoiceLineItem, 'subscription'> = {
    id: newId('il'),
    object: 'line_item',
    amount,
    currency: given.currency,
    description: given.description,
    discount_amounts: [],
    discountable: !proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: given.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: proration ? newId('ii') : null,
        proration,
        proration_details: { credited_items: null },
        subscription: given.subscription,
        subscription_item: given.item,
      },
      type: 'subscription_item_details',
    },
    period: { end: given.end, start: given.start },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: idOf(price.product) ?? '' },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity: given.quantity,
    quantity_decimal: decimal(given.quantity),
    subtotal: amount,
    taxes: [],
  };
  return { ...line, subscription: given.subscription };
}
