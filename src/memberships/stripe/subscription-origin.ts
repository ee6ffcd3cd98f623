import type { Services } from '../../services.ts';
import type { Stripe } from 'stripe';
import { selectCheckoutOrigins } from '../queries/checkouts.ts';
import { selectMembershipsBySubscription } from '../queries/memberships.ts';
import { selectTiersByProduct } from '../queries/tiers.ts';
import { checkoutIdOf, dateOf, isMarkedOurs } from './ours.ts';
import { productsOf } from './subscription-columns.ts';

/** What a subscription is for, and what a new membership of it begins with. */
export interface Origin {
  tierId: number | null;
  productId: string | null;
  columns: { subscriberId: number | null; claimedAt: Date | null; editionId: number | null };
}

/** Which tiers subscriptions are for and who began them, by their ids; those that are not ours have none. */
export async function originsOf(
  { db, config }: Pick<Services, 'db' | 'config'>,
  subscriptions: Stripe.Subscription[],
): Promise<Map<string, Origin>> {
  const tiers = await selectTiersByProduct(db, [...new Set(subscriptions.flatMap(productsOf))]);
  const byProduct = new Map(tiers.map((tier) => [tier.stripeProductId, tier]));
  const tierOf = (one: Stripe.Subscription) =>
    productsOf(one)
      .map((product) => byProduct.get(product))
      .find((tier) => tier !== undefined);
  const doubtful = subscriptions.filter(
    (one) => tierOf(one) === undefined && !isMarkedOurs(config, one.metadata),
  );
  const known = await selectMembershipsBySubscription(
    db,
    doubtful.map(({ id }) => id),
  );
  const isForeign = new Set(doubtful.map(({ id }) => id));
  for (const { stripeSubscriptionId } of known) isForeign.delete(stripeSubscriptionId ?? '');
  const ours = subscriptions.filter(({ id }) => !isForeign.has(id));
  const checkouts = await selectCheckoutOrigins(
    db,
    ours.flatMap(({ metadata }) => checkoutIdOf(config, metadata) ?? []),
  );
  return new Map(
    ours.map((one) => [
      one.id,
      originOf(one, tierOf(one), checkouts.get(checkoutIdOf(config, one.metadata) ?? 0)),
    ]),
  );
}

function originOf(
  subscription: Stripe.Subscription,
  tier: { id: number; stripeProductId: string | null } | undefined,
  checkout: { subscriberId: number | null; tierId: number | null; editionId: number | null } | undefined,
): Origin {
  const subscriberId = checkout?.subscriberId ?? null;
  return {
    tierId: tier?.id ?? checkout?.tierId ?? null,
    productId: tier?.stripeProductId ?? null,
    columns: {
      subscriberId,
      // Begun by a person who had proved their address: nobody else can claim it.
      claimedAt: subscriberId === null ? null : dateOf(subscription.created),
      editionId: checkout?.editionId ?? null,
    },
  };
}
