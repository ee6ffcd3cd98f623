import type { Stripe } from 'stripe';
import { decimal, newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/** A price of a product. */
export function makePrice(
  world: World,
  given: {
    product: string;
    currency: string;
    amount: number;
    recurring?: { interval: string; interval_count?: number | undefined } | null | undefined;
    active?: boolean | undefined;
    lookupKey?: string | null | undefined;
    nickname?: string | null | undefined;
    metadata?: Record<string, string> | null | undefined;
    taxBehavior?: Stripe.Price.TaxBehavior | undefined;
  },
): Stripe.Price {
  const { recurring } = given;
  return world.tables.prices.put({
    id: newId('price'),
    object: 'price',
    active: given.active ?? true,
    billing_scheme: 'per_unit',
    created: world.now(),
    currency: given.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: given.lookupKey ?? null,
    metadata: given.metadata ?? {},
    nickname: given.nickname ?? null,
    product: given.product,
    recurring: recurring ? makeRecurring(recurring) : null,
    tax_behavior: given.taxBehavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: given.amount,
    unit_amount_decimal: decimal(given.amount),
  });
}

function makeRecurring(given: {
  interval: string;
  interval_count?: number | undefined;
}): Stripe.Price.Recurring {
  return {
    interval: given.interval,
    interval_count: given.interval_count ?? 1,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

/** The older shape of a price, which a subscription's items still carry. */
export function makePlan(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}
