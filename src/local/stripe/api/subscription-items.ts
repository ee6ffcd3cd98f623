import { z } from 'zod';
import type { Stripe } from 'stripe';
import { invalid } from '../core/api-error.ts';
import { must, type Routes } from '../core/call.ts';
import {
  bool,
  expandOnly,
  int,
  mergeMetadata,
  metadata,
  pageShape,
  read,
  text,
  unheeded,
} from '../core/input.ts';
import type { World } from '../core/world.ts';
import { makePlan } from '../objects/price.ts';
import { firstItem, makeItem } from '../objects/subscription.ts';
import { priceFor, priceShape } from './prices.ts';

/** The items as they are to be. */
export const itemsShape = z.array(
  z.strictObject({
    ...priceShape,
    id: text.optional(),
    quantity: int.optional(),
    deleted: bool.optional(),
    metadata: metadata.optional(),
    discounts: unheeded,
  }),
);

/** `/v1/subscription_items`. */
export const subscriptionItems: Routes = {
  'GET /v1/subscription_items': ({ world, input }) => {
    const query = read(z.strictObject({ ...pageShape, subscription: text }), input);
    return must(world.tables.subscriptions, 'subscription', query.subscription, 'subscription').items;
  },
  'GET /v1/subscription_items/:id': ({ world, ids: [id = ''], input }) => {
    read(expandOnly, input);
    for (const { items } of world.tables.subscriptions.all()) {
      const item = items.data.find((one) => one.id === id);
      if (item !== undefined) return item;
    }
    throw invalid(`No such subscription_item: '${id}'`, { code: 'resource_missing', param: 'item' });
  },
};

/** The items of a subscription after a change; those that are not named stay. @throws ApiError */
export function itemsWanted(
  world: World,
  subscription: Stripe.Subscription,
  given: z.output<typeof itemsShape>,
): Stripe.SubscriptionItem[] {
  const items = subscription.items.data.map((item) => ({ ...item }));
  const { current_period_start: start, current_period_end: end } = firstItem(subscription);
  const gone = new Set<string>();
  given.forEach((one, index) => {
    const param = `items[${index}]`;
    const price =
      one.price === undefined && one.price_data === undefined ? null : priceFor(world, one, param);
    if (price !== null && price.currency !== subscription.currency)
      throw invalid(
        `The price specified supports currencies of \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`,
        { param },
      );
    if (price !== null && price.recurring === null)
      throw invalid(
        'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
        { param },
      );
    if (one.id === undefined) {
      if (price === null)
        throw invalid(`Missing required param: ${param}[price].`, { code: 'parameter_missing', param });
      items.push(makeItem(world, subscription.id, { price, quantity: one.quantity ?? 1 }, start, end));
      return;
    }
    const item = items.find(({ id }) => id === one.id);
    if (item === undefined)
      throw invalid(`No such subscription item: '${one.id}'`, {
        code: 'resource_missing',
        param: `${param}[id]`,
      });
    if (one.deleted === true) gone.add(item.id);
    if (price !== null) Object.assign(item, { price, plan: makePlan(price) });
    if (one.quantity !== undefined) item.quantity = one.quantity;
    item.metadata = mergeMetadata(item.metadata, one.metadata);
  });
  const left = items.filter(({ id }) => !gone.has(id));
  if (left.length === 0)
    throw invalid('A subscription must have at least one active plan.', { param: 'items' });
  return left;
}
