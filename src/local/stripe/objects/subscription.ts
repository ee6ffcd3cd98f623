import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import { idOf, type World } from '../core/world.ts';
import { makePlan } from './price.ts';

/** A subscription that has not been billed yet. */
export function makeSubscription(
  world: World,
  given: {
    customer: string;
    items: Array<{ price: Stripe.Price; quantity: number; metadata?: Record<string, string> }>;
    metadata: Record<string, string>;
    description: string | null;
    method: string | null;
    discounts: string[];
    anchor: number;
    end: number;
    trialEnd: number | null;
    flexible: boolean;
    cancelAtPeriodEnd: boolean;
  },
): Stripe.Subscription {
  const id = newId('sub');
  const now = world.now();
  const items = given.items.map((item) => makeItem(world, id, item, now, given.end));
  return world.tables.subscriptions.put({
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: given.anchor,
    billing_cycle_anchor_config: null,
    billing_mode: given.flexible
      ? { flexible: { proration_discounts: 'included' }, type: 'flexible' }
      : { flexible: null, type: 'classic' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: given.cancelAtPeriodEnd,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: now,
    currency: given.items[0]?.price.currency ?? 'eur',
    customer: given.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: given.method,
    default_source: null,
    default_tax_rates: [],
    description: given.description,
    discounts: given.discounts,
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: given.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: given.trialEnd === null ? 'incomplete' : 'trialing',
    test_clock: null,
    transfer_data: null,
    trial_end: given.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
    trial_start: given.trialEnd === null ? null : now,
  });
}

/** One price of a subscription, with the period that is paid for. */
export function makeItem(
  world: World,
  subscription: string,
  given: { price: Stripe.Price; quantity: number; metadata?: Record<string, string> },
  start: number,
  end: number,
): Stripe.SubscriptionItem {
  return {
    id: newId('si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: world.now(),
    current_period_end: end,
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata: given.metadata ?? {},
    plan: makePlan(given.price),
    price: given.price,
    quantity: given.quantity,
    subscription,
    tax_rates: [],
  };
}

/** The item that decides about the period: there is one in all that we make. */
export function firstItem(subscription: Stripe.Subscription): Stripe.SubscriptionItem {
  const [item] = subscription.items.data;
  if (item === undefined) throw new Error(`${subscription.id} has no item`);
  return item;
}

export function customerOf(world: World, holder: { customer: unknown }): Stripe.Customer {
  const id = idOf(holder.customer as string | { id: string } | null);
  const customer = id === null ? null : world.tables.customers.get(id);
  if (customer === null) throw new Error(`customer ${String(id)} is gone`);
  return customer;
}
