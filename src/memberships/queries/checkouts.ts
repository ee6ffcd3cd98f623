import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../../db.ts';
import type { Checkouts, RenewalAgreements } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

/** What purchases at Stripe were begun for, by their ids. */
export async function selectCheckoutOrigins(db: Db, ids: number[]) {
  if (ids.length === 0) return new Map<number, never>();
  const rows = await db
    .selectFrom('checkouts')
    .select(['id', 'purpose', 'subscriberId', 'tierId', 'editionId', 'membershipId'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Notes under which number a checkout's session was fetched; gives whether none of a later one stands there. */
export async function advanceCheckoutRead(db: Db, stripeSessionId: string, read: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('checkouts')
    .set({ stripeRead: read })
    .where('stripeSessionId', '=', stripeSessionId)
    .where('stripeRead', '<', read)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Records what became of a checkout. */
export async function updateCheckout(db: Db, id: number, values: Updateable<Checkouts>): Promise<void> {
  await db.updateTable('checkouts').set(values).where('id', '=', id).execute();
}

/** The sessions of purchases that are open here: some of them, behind an id. */
export function selectOpenSessionsBehind(db: Db, id: number) {
  return db
    .selectFrom('checkouts')
    .select(['id', 'stripeSessionId'])
    .where('state', '=', 'open')
    .where('stripeSessionId', 'is not', null)
    .where('id', '>', id)
    .orderBy('id')
    .limit(500)
    .execute();
}

/** Makes those who buy for one person, or in one browser, wait for each other until the transaction ends. */
export async function lockBuyer(db: Db, buyer: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${buyer}, 13))`.execute(db);
}

/** Begins a purchase. */
export function insertCheckout(db: Db, values: Insertable<Checkouts>) {
  return db.insertInto('checkouts').values(values).returningAll().executeTakeFirstOrThrow();
}

/** One purchase. */
export function selectCheckout(db: Db, id: number) {
  return db.selectFrom('checkouts').selectAll().where('id', '=', id).executeTakeFirst();
}

/** One purchase, held until the transaction ends. */
export function lockCheckout(db: Db, id: number) {
  return db.selectFrom('checkouts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The purchase that a session at Stripe is of. */
export function selectCheckoutBySession(db: Db, stripeSessionId: string) {
  return db
    .selectFrom('checkouts')
    .selectAll()
    .where('stripeSessionId', '=', stripeSessionId)
    .executeTakeFirst();
}

/** The purchase that a membership came of. */
export function selectCheckoutOfMembership(db: Db, membershipId: number) {
  return db
    .selectFrom('checkouts')
    .selectAll()
    .where('membershipId', '=', membershipId)
    .orderBy('id')
    .executeTakeFirst();
}

/** What somebody has begun and not paid yet: a subscriber's by their id, anybody else's by the browser. */
export function selectOpenCheckouts(
  db: Db,
  { subscriberId, browserHash }: { subscriberId: number | null; browserHash: Buffer },
  purpose: string,
) {
  const open = db
    .selectFrom('checkouts')
    .selectAll()
    .where('state', '=', 'open')
    .where('purpose', '=', purpose)
    .orderBy('id', 'desc');
  return (
    subscriberId === null
      ? open.where('subscriberId', 'is', null).where('browserHash', '=', browserHash)
      : open.where('subscriberId', '=', subscriberId)
  ).execute();
}

/** Notes the session of a purchase that is still open; gives whether it was, and had none or this one. */
export async function setCheckoutSession(
  db: Db,
  id: number,
  { stripeSessionId, expiresAt, livemode }: { stripeSessionId: string; expiresAt: Date; livemode: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('checkouts')
    .set({ stripeSessionId, expiresAt, livemode })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .where((where) =>
      where.or([where('stripeSessionId', 'is', null), where('stripeSessionId', '=', stripeSessionId)]),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a purchase that nothing came of; one that is through stays as it is. */
export async function closeCheckout(
  db: Db,
  id: number,
  state: 'expired' | 'failed',
  reason: string,
): Promise<void> {
  await db
    .updateTable('checkouts')
    .set({ state, reason })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .execute();
}

/** Purchases whose time is over, of which nothing was heard. */
export function selectOverdueCheckouts(db: Db, before: Date, behindId: number, limit: number) {
  return db
    .selectFrom('checkouts')
    .select(['id', 'stripeSessionId'])
    .where('state', '=', 'open')
    .where('expiresAt', '<', before)
    .where('id', '>', behindId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Second memberships that are to be cancelled and refunded, and whose pause after a refusal is over. */
export function selectTakeBacks(db: Db, now: Date, behindId: number, limit: number) {
  return db
    .selectFrom('checkouts')
    .select('id')
    .where('takeBack', '=', 'due')
    .where(isOfMode('checkouts'))
    .where((where) => where.or([where('takeBackAt', 'is', null), where('takeBackAt', '<=', now)]))
    .where('id', '>', behindId)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Notes that a second membership could not be taken back, of those who tried at once for one; until when to rest. */
export async function noteTakeBackRefused(db: Db, id: number, tries: number, until: Date): Promise<void> {
  await db
    .updateTable('checkouts')
    .set({ takeBackTries: tries + 1, takeBackAt: until })
    .where('id', '=', id)
    .where('takeBack', '=', 'due')
    .where('takeBackTries', '=', tries)
    .execute();
}

/** The memberships at Stripe that somebody has and that go on, in the mode of its key, the oldest first. */
export function selectLiveStripe(db: Db, subscriberId: number) {
  return db
    .selectFrom('memberships')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('rail', '=', 'stripe')
    .where(isOfMode())
    .where('state', 'in', ['active', 'past-due', 'paused'])
    .orderBy('id')
    .execute();
}

/**
 * Whether another membership at Stripe goes on that somebody has and that was there before: by its number, or since its
 * purchase is settled, whatever its number. One that is to be taken back is none.
 */
export async function hasEarlierStripe(db: Db, subscriberId: number, membershipId: number): Promise<boolean> {
  const row = await db
    .selectFrom('memberships as m')
    .leftJoin('checkouts as c', 'c.membershipId', 'm.id')
    .select('m.id')
    .where('m.subscriberId', '=', subscriberId)
    .where('m.rail', '=', 'stripe')
    .where(isOfMode('m'))
    .where('m.state', 'in', ['active', 'past-due', 'paused'])
    .where('m.id', '!=', membershipId)
    .where('c.takeBack', 'is', null)
    .where((where) => where.or([where('m.id', '<', membershipId), where('c.completedAt', 'is not', null)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The Stripe customer that somebody was last, in live mode or in test mode. */
export async function selectStripeCustomer(
  db: Db,
  subscriberId: number,
  livemode: boolean,
): Promise<string | null> {
  const row = await db
    .selectFrom('memberships')
    .select('stripeCustomerId')
    .where('subscriberId', '=', subscriberId)
    .where('stripeCustomerId', 'is not', null)
    .where('livemode', '=', livemode)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.stripeCustomerId ?? null;
}

/** Keeps the terms that somebody agreed to, in their words. */
export async function insertAgreement(db: Db, values: Insertable<RenewalAgreements>): Promise<void> {
  await db.insertInto('renewalAgreements').values(values).execute();
}

/** What was agreed to last for a purchase. */
export function selectLastAgreement(db: Db, checkoutId: number) {
  return db
    .selectFrom('renewalAgreements')
    .select(['wording', 'immediateStart'])
    .where('checkoutId', '=', checkoutId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The agreement of a purchase becomes that of its membership. */
export async function attachAgreement(
  db: Db,
  checkoutId: number,
  membershipId: number,
  subscriberId: number | null,
): Promise<void> {
  await db
    .updateTable('renewalAgreements')
    .set({ membershipId, subscriberId })
    .where('checkoutId', '=', checkoutId)
    .execute();
}
