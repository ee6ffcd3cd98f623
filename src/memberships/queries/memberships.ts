import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

/** One membership. */
export function selectMembership(db: Db, id: number) {
  return db.selectFrom('memberships').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One membership, held until the transaction ends: whoever else changes it waits. */
export function lockMembership(db: Db, id: number) {
  return db.selectFrom('memberships').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Every membership of a subscriber in the mode of Stripe's key, the newest first. */
export function selectMembershipsOf(db: Db, subscriberId: number) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where(isOfMode())
    .where('subscriberId', '=', subscriberId)
    .orderBy('id', 'desc')
    .execute();
}

/** The memberships of these Stripe subscriptions. */
export async function selectMembershipsBySubscription(db: Db, stripeSubscriptionIds: string[]) {
  if (stripeSubscriptionIds.length === 0) return [];
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('stripeSubscriptionId', 'in', stripeSubscriptionIds)
    .execute();
}

/** Makes room for the memberships of Stripe subscriptions; gives the subscriptions that had none before. */
export async function insertStripeMemberships(
  db: Db,
  values: Array<Insertable<Memberships> & { stripeSubscriptionId: string }>,
): Promise<Set<string | null>> {
  if (values.length === 0) return new Set();
  const rows = await db
    .insertInto('memberships')
    .values(values)
    .onConflict((conflict) => conflict.column('stripeSubscriptionId').doNothing())
    .returning('stripeSubscriptionId')
    .execute();
  return new Set(rows.map(({ stripeSubscriptionId }) => stripeSubscriptionId));
}

/** The memberships of Stripe subscriptions, held until the transaction ends; all who hold several take them in one order. */
export async function lockStripeMemberships(db: Db, stripeSubscriptionIds: string[]) {
  if (stripeSubscriptionIds.length === 0) return [];
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('stripeSubscriptionId', 'in', stripeSubscriptionIds)
    .orderBy('id')
    .forUpdate()
    .execute();
}

const settledColumns = [
  'tierId',
  'state',
  'amount',
  'currency',
  'interval',
  'since',
  'until',
  'periodStart',
  'periodEnd',
  'cancelAt',
  'cancelledAt',
  'pausedAt',
  'resumeAt',
  'restedFrom',
  'restedUntil',
  'endedAt',
  'settledAt',
  'voidedAt',
  'stripeCustomerId',
  'livemode',
  'stripeRead',
] as const satisfies ReadonlyArray<keyof Memberships>;
const written = ['id', ...settledColumns] as const;

/** What is written of a Stripe membership: what stands there, and what follows from it. */
export type StripeMembership = Pick<Selectable<Memberships>, (typeof written)[number]>;

/** Writes several, which the caller holds, at once. */
export async function updateStripeMemberships(
  db: Db,
  memberships: StripeMembership[],
): Promise<Array<Selectable<Memberships>>> {
  const named = memberships.map((one) =>
    Object.fromEntries(written.map((name) => [snakeCase(name), one[name]])),
  );
  // By name as well: PostgreSQL takes a set for a hundred rows, for which it would read a small table through.
  const ids = memberships.map(({ id }) => id);
  const columns = settledColumns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`wanted.${name}`)}`);
  const { rows } = await sql<Selectable<Memberships>>`
    update memberships m set updated_at = now(), ${sql.join(columns)}
    from jsonb_populate_recordset(null::memberships, ${json(named)}) wanted
    where m.id = any(${ids}) and m.id = wanted.id returning m.*`.execute(db);
  return rows;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Changes the given columns of a membership. */
export function updateMembership(db: Db, id: number, values: Updateable<Memberships>) {
  return db
    .updateTable('memberships')
    .set({ ...values, updatedAt: sql`now()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The Stripe subscriptions of a Stripe customer that we know. */
export async function selectSubscriptionsOfCustomer(db: Db, stripeCustomerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('stripeSubscriptionId')
    .where('stripeCustomerId', '=', stripeCustomerId)
    .where('stripeSubscriptionId', 'is not', null)
    .execute();
  return rows.flatMap(({ stripeSubscriptionId }) => stripeSubscriptionId ?? []);
}

/** Some of the memberships that go on at Stripe, behind an id. */
export function selectStripeMembershipsBehind(db: Db, id: number, livemode: boolean) {
  return db
    .selectFrom('memberships')
    .select(['id', 'stripeSubscriptionId'])
    .where('rail', '=', 'stripe')
    .where('livemode', '=', livemode)
    .where('state', '!=', 'ended')
    .where('id', '>', id)
    .orderBy('id')
    .limit(1000)
    .execute();
}

/** How many go on, by state and rail. */
export function countMemberships(db: Db) {
  return db
    .selectFrom('memberships')
    .select((from) => ['state', 'rail', from.fn.countAll<number>().as('count')])
    .where('state', '!=', 'ended')
    .groupBy(['state', 'rail'])
    .execute();
}
