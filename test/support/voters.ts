import type { Insertable, Updateable } from 'kysely';
import { system } from '../../src/access/actor.ts';
import type { Memberships, Payments } from '../../src/db-schema.ts';
import type { Services } from '../../src/services.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { findSubscriber } from '../../src/subscribers/find-subscriber.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import type { BallotChange } from '../../src/topics/ballots/values.ts';
import { openNewsroom } from './cast.ts';

/** The day on which the stories of these tests are told. */
export const day = (number: number, hour = 12): Date => new Date(Date.UTC(2026, 10, number, hour));

/** A newsroom with three tiers; gives their ids by slug. */
export async function openMembership(services: Services) {
  const newsletter = await openNewsroom(services);
  const rows = await services.db
    .insertInto('tiers')
    .values(['coffee', 'breakfast', 'table'].map((slug, position) => ({ slug, name: slug, position })))
    .returning(['id', 'slug'])
    .execute();
  return { newsletter, tiers: Object.fromEntries(rows.map(({ id, slug }) => [slug, id])) };
}

/** A subscriber who pays for nothing. */
export async function addReader(
  services: Services,
  name: string,
  newsletterIds: number[] = [],
): Promise<number> {
  const address = `${name}@readers.example`;
  const source = { attestation: 'a test', source: 'sample' } as const;
  await addSubscriber(services, { actor: system, address, name, newsletterIds, ...source });
  const person = await findSubscriber(services.db, address);
  if (person === null) throw new Error(`${address} was not added`);
  return person.id;
}

export interface Patron {
  subscriberId: number;
  membershipId: number;
  paymentId: number;
}

/** A patron by card since the first of the month; changes make it another rail, another day, another state. */
export async function addPatron(
  services: Services,
  name: string,
  changes: Partial<Insertable<Memberships>> = {},
  payment: Partial<Insertable<Payments>> = {},
): Promise<Patron> {
  const subscriberId = await addReader(services, name);
  const since = changes.since ?? day(1);
  const paid = { amount: 300, currency: 'eur' };
  const membership = await services.db
    .insertInto('memberships')
    .values({
      subscriberId,
      rail: 'stripe',
      state: 'active',
      since,
      settledAt: since,
      createdAt: since,
      ...paid,
      ...changes,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const row = await services.db
    .insertInto('payments')
    .values({
      purpose: 'membership',
      rail: 'stripe',
      membershipId: membership.id,
      subscriberId,
      settledAt: since,
      createdAt: since,
      ...paid,
      ...payment,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { subscriberId, membershipId: membership.id, paymentId: row.id };
}

export async function setMembership(
  { db }: Services,
  { membershipId }: Patron,
  values: Updateable<Memberships>,
): Promise<void> {
  await db.updateTable('memberships').set(values).where('id', '=', membershipId).execute();
}

export async function setPayment(
  { db }: Services,
  { paymentId }: Patron,
  values: Updateable<Payments>,
): Promise<void> {
  await db.updateTable('payments').set(values).where('id', '=', paymentId).execute();
}

/** Gives a payment back, or a part of it, as Stripe would on that day; in whichever state the refund is. */
export async function giveBack(
  { db }: Services,
  { paymentId }: Pick<Patron, 'paymentId'>,
  { amount, at, state = 'succeeded' }: { amount: number; at: Date; state?: string },
): Promise<void> {
  const { count } = await db
    .selectFrom('refunds')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  await db
    .insertInto('refunds')
    .values({
      stripeRefundId: `re_${count}`,
      paymentId,
      amount,
      currency: 'eur',
      state,
      createdAt: at,
    })
    .execute();
}

/** A ballot of three options that opens on the tenth and closes on the twentieth. */
export function ballotOf(changes: BallotChange = {}): BallotChange {
  return {
    title: 'The next long read',
    question: 'What should we look into next?',
    options: [{ title: 'The port' }, { title: 'The schools' }, { title: 'The river' }],
    opensAt: day(10),
    closesAt: day(20),
    ...changes,
  };
}

/** That ballot, as a draft. */
export function addSampleBallot(services: Services, slug = 'next', changes: BallotChange = {}) {
  return addBallot(services.db, system, slug, ballotOf(changes), day(9));
}
