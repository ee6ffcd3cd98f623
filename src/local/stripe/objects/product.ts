import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import type { World } from '../core/world.ts';

/** A product, with nothing but what is given. */
export function makeProduct(
  world: World,
  given: {
    id?: string | undefined;
    name: string;
    active?: boolean | undefined;
    description?: string | null | undefined;
    metadata?: Record<string, string> | null | undefined;
    images?: string[] | null | undefined;
    features?: Array<{ name: string }> | null | undefined;
    statement?: string | null | undefined;
    unit?: string | null | undefined;
    url?: string | null | undefined;
  },
): Stripe.Product {
  return world.tables.products.put({
    id: given.id ?? newId('prod'),
    object: 'product',
    active: given.active ?? true,
    created: world.now(),
    default_price: null,
    description: given.description ?? null,
    images: given.images ?? [],
    livemode: false,
    marketing_features: given.features ?? [],
    metadata: given.metadata ?? {},
    name: given.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: given.statement ?? null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: given.unit ?? null,
    updated: world.now(),
    url: given.url ?? null,
  });
}
