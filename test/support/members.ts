import type { Insertable } from 'kysely';
import { system } from '../../src/access/actor.ts';
import type { Memberships } from '../../src/db-schema.ts';
import { type Membership, requireMembership } from '../../src/memberships/membership.ts';
import { addTier } from '../../src/memberships/tiers.ts';
import type { Services } from '../../src/services.ts';
import { requirePerson } from '../../src/memberships/rails/person.ts';

/** The tiers that tests sell. */
export async function addTiers({ db }: Services): Promise<{ coffee: number; breakfast: number }> {
  const price = (amount: number) => [{ currency: 'eur', interval: 'month' as const, amount, minimum: null }];
  const coffee = await addTier(db, system, { slug: 'coffee', name: 'A coffee a month', prices: price(300) });
  const breakfast = await addTier(db, system, { slug: 'breakfast', name: 'Breakfast', prices: price(800) });
  return { coffee: coffee.id, breakfast: breakfast.id };
}

let made = 0;

/** A subscriber with a membership as it stands in the table, whatever wrote it; at Stripe where nothing else is said. */
export async function addMember(
  services: Services,
  values: Partial<Insertable<Memberships>> & { address: string },
  now: Date,
): Promise<Membership> {
  const { address, ...columns } = values;
  made += 1;
  const subscriberId = await requirePerson(services, { actor: system, address, attestation: 'a test' }, now);
  const { id } = await services.db
    .insertInto('memberships')
    .values({
      subscriberId,
      rail: 'stripe',
      state: 'active',
      amount: 800,
      currency: 'eur',
      interval: 'month',
      since: now,
      settledAt: now,
      claimedAt: now,
      ...(columns.rail === undefined || columns.rail === 'stripe'
        ? { stripeSubscriptionId: `sub_test_${made}`, stripeCustomerId: `cus_test_${made}` }
        : {}),
      ...columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return requireMembership(services.db, id);
}

/** The service mails that were queued, by their keys, without those that were there before. */
export async function queuedMails({ db }: Services, like = '%'): Promise<string[]> {
  const rows = await db
    .selectFrom('serviceMails')
    .select('idempotencyKey')
    .where('idempotencyKey', 'like', like)
    .orderBy('id')
    .execute();
  return rows.map(({ idempotencyKey }) => idempotencyKey);
}
