import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Memberships } from '../../db-schema.ts';

/** Lets whoever changes what a person has on rails other than Stripe wait for each other. */
export async function lockPerson(db: Db, subscriberId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`membership of ${subscriberId}`}, 13))`.execute(
    db,
  );
}

/** Lets whoever records a payment of the same reference wait, whosever it is. */
export async function lockReference(db: Db, reference: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`transfer ${reference}`}, 13))`.execute(db);
}

/** Adds a membership. */
export function insertMembership(db: Db, values: Insertable<Memberships>) {
  return db.insertInto('memberships').values(values).returningAll().executeTakeFirstOrThrow();
}

/** The membership of a rail that somebody has at a moment, held until the transaction ends. */
export function lockCurrentOnRail(db: Db, subscriberId: number, rail: string, at: Date) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('rail', '=', rail)
    .where('state', '=', 'active')
    .where('until', '>=', at)
    .orderBy('until', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

/** The last membership of a rail that somebody has or had, held until the transaction ends. */
export function lockLastOnRail(db: Db, subscriberId: number, rail: string) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('rail', '=', rail)
    .orderBy('id', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

/** The payment of a reference. */
export function selectTransfer(db: Db, reference: string) {
  return db
    .selectFrom('payments')
    .select(['membershipId', 'subscriberId', 'amount', 'currency'])
    .where('reference', '=', reference)
    .executeTakeFirst();
}

/** Records a bank transfer. */
export async function insertTransfer(
  db: Db,
  values: {
    subscriberId: number;
    membershipId: number;
    amount: number;
    currency: string;
    reference: string;
    settledAt: Date;
  },
): Promise<void> {
  await db
    .insertInto('payments')
    .values({ ...values, purpose: 'membership', rail: 'transfer' })
    .execute();
}

interface PageWanted {
  state: string | null;
  rail: string | null;
  tier: string | null;
  overlapping: boolean;
  after: number;
  limit: number;
}

/** A page of memberships by id, with whose they are and how many rights that person has, now or later. */
export function selectMembershipPage(db: Db, wanted: PageWanted, now: Date) {
  const live = sql<number>`(select count(*) from entitlements e where e.subscriber_id = m.subscriber_id
    and (e.until is null or e.until > ${now}::timestamptz))`;
  let query = db
    .selectFrom('memberships as m')
    .leftJoin('subscribers as s', 's.id', 'm.subscriberId')
    .leftJoin('tiers as t', 't.id', 'm.tierId')
    .select([
      'm.id',
      's.address',
      'm.rail',
      't.slug as tier',
      'm.state',
      'm.amount',
      'm.currency',
      'm.interval',
      'm.since',
      'm.until',
      live.as('live'),
    ])
    .where('m.id', '>', wanted.after)
    .orderBy('m.id')
    .limit(wanted.limit);
  if (wanted.state !== null) query = query.where('m.state', '=', wanted.state);
  if (wanted.rail !== null) query = query.where('m.rail', '=', wanted.rail);
  if (wanted.tier !== null) query = query.where('t.slug', '=', wanted.tier);
  if (wanted.overlapping) query = query.where(live, '>', 1).where('m.state', '!=', 'ended');
  return query.execute();
}

/** The payments of memberships, the newest first. */
export async function selectPaymentsOf(db: Db, membershipIds: number[]) {
  if (membershipIds.length === 0) return [];
  return db
    .selectFrom('payments')
    .select([
      'id',
      'membershipId',
      'purpose',
      'rail',
      'amount',
      'currency',
      'settledAt',
      'refunded',
      'dispute',
      'reference',
    ])
    .where('membershipId', 'in', membershipIds)
    .orderBy('settledAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** The failed payments of memberships, the newest first. */
export async function selectDunningsOf(db: Db, membershipIds: number[]) {
  if (membershipIds.length === 0) return [];
  return db
    .selectFrom('dunnings')
    .select([
      'id',
      'membershipId',
      'amount',
      'currency',
      'beganAt',
      'graceUntil',
      'step',
      'outcome',
      'endedAt',
    ])
    .where('membershipId', 'in', membershipIds)
    .orderBy('id', 'desc')
    .execute();
}

/** The memberships that wait to be claimed at an address. */
export async function selectClaimable(db: Db, addressHash: Buffer): Promise<number[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('id')
    .where('claimAddressHash', '=', addressHash)
    .where('claimedAt', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Memberships by their ids. */
export async function selectMembershipsById(db: Db, ids: number[]) {
  if (ids.length === 0) return [];
  return db.selectFrom('memberships').selectAll().where('id', 'in', ids).orderBy('id').execute();
}
