import { type Insertable, sql } from 'kysely';
import type { Db } from '../../src/db.ts';
import type { Memberships } from '../../src/db-schema.ts';

/** A membership of a subscriber, written as its rail would have written it; gives its id. */
export async function addPatron(
  db: Db,
  address: string,
  { tier, ...values }: Partial<Insertable<Memberships>> & { tier?: string } = {},
): Promise<number> {
  const { id } = await db
    .insertInto('memberships')
    .values({
      rail: 'complimentary',
      state: 'active',
      since: new Date(0),
      subscriberId: sql<number>`(select id from subscribers where address_key = ${address})`,
      tierId: tier === undefined ? null : sql<number>`(select id from tiers where slug = ${tier})`,
      ...values,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
