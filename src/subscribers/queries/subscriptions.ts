import type { Insertable } from 'kysely';
import { type Db, json } from '../../db.ts';
import type { Consents } from '../../db-schema.ts';

/** A person's subscriptions. */
export function selectSubscriptions(db: Db, subscriberId: number) {
  return db
    .selectFrom('subscriptions')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .orderBy('newsletterId')
    .execute();
}

/** The order in which an import locks a person's subscriptions too, so that neither waits for the other. */
function inOrder(newsletterIds: number[]): number[] {
  return newsletterIds.toSorted((one, other) => one - other);
}

/** Notes that a newsletter was asked for; a confirmed subscription stays as it is. */
export async function insertPending(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  now: Date,
): Promise<void> {
  const rows = inOrder(newsletterIds).map((newsletterId) => ({
    subscriberId,
    newsletterId,
    state: 'pending',
    requestedAt: now,
  }));
  await db
    .insertInto('subscriptions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subscriberId', 'newsletterId'])
        .doUpdateSet({ state: 'pending', requestedAt: now })
        .where('subscriptions.state', '<>', 'confirmed'),
    )
    .execute();
}

/** Confirms subscriptions; gives the newsletters that were not confirmed before. */
export async function confirmSubscriptions(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  now: Date,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = inOrder(newsletterIds).map((newsletterId) => ({
    subscriberId,
    newsletterId,
    state: 'confirmed',
    requestedAt: now,
    confirmedAt: now,
  }));
  const changed = await db
    .insertInto('subscriptions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['subscriberId', 'newsletterId'])
        .doUpdateSet({ state: 'confirmed', confirmedAt: now, endedAt: null })
        .where('subscriptions.state', '<>', 'confirmed'),
    )
    .returning('newsletterId')
    .execute();
  return changed.map(({ newsletterId }) => newsletterId);
}

/**
 * Ends subscriptions, of one newsletter or of all, and gives the state that each was in before. Where the "no" is
 * new, those that have ended already get its time too, so that no undo made before it fits any more.
 */
export function endSubscriptions(
  db: Db,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number | null },
  isNew: boolean,
  now: Date,
) {
  let before = db
    .selectFrom('subscriptions')
    .select(['newsletterId', 'state'])
    .where('subscriberId', '=', subscriberId)
    .orderBy('newsletterId')
    .forUpdate();
  if (newsletterId !== null) before = before.where('newsletterId', '=', newsletterId);
  if (!isNew) before = before.where('state', '<>', 'ended');
  return db
    .updateTable('subscriptions as s')
    .from(before.as('before'))
    .set({ state: 'ended', endedAt: now, clickConsentAt: null })
    .where('s.subscriberId', '=', subscriberId)
    .whereRef('s.newsletterId', '=', 'before.newsletterId')
    .returning(['s.newsletterId', 'before.state'])
    .execute();
}

/** Confirms again what ended at exactly this time; gives the newsletters. */
export async function reviveSubscriptions(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  endedAt: Date,
  now: Date,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = await db
    .updateTable('subscriptions')
    .set({ state: 'confirmed', confirmedAt: now, endedAt: null })
    .where('subscriberId', '=', subscriberId)
    .where('newsletterId', 'in', newsletterIds)
    .where('state', '=', 'ended')
    .where('endedAt', '=', endedAt)
    .returning('newsletterId')
    .execute();
  return rows.map((row) => row.newsletterId);
}

/** Notes whether a person's clicks may be counted; gives the newsletters for which that is new. */
export async function updateClickConsent(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  agreedAt: Date | null,
): Promise<number[]> {
  if (newsletterIds.length === 0) return [];
  const rows = await db
    .updateTable('subscriptions')
    .set({ clickConsentAt: agreedAt })
    .where('subscriberId', '=', subscriberId)
    .where('newsletterId', 'in', newsletterIds)
    .where('state', '=', 'confirmed')
    .where('clickConsentAt', agreedAt === null ? 'is not' : 'is', null)
    .returning('newsletterId')
    .execute();
  return rows.map(({ newsletterId }) => newsletterId);
}

/** Writes down what a person agreed to or withdrew. */
export async function insertConsents(db: Db, rows: Array<Insertable<Consents>>): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('consents')
    .values(rows.map((row) => ({ ...row, evidence: json(row.evidence ?? {}) })))
    .execute();
}

/** A person's proofs, the oldest first. */
export function selectConsents(db: Db, subscriberId: number) {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .orderBy('id')
    .execute();
}

/** Everybody who is confirmed for a newsletter, as a query to compose on. */
export function confirmedQuery(db: Db, newsletterId: number) {
  return db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriberId')
    .where('subscriptions.newsletterId', '=', newsletterId)
    .where('subscriptions.state', '=', 'confirmed')
    .select([
      'subscribers.id as subscriberId',
      'subscribers.address',
      'subscribers.addressHash',
      'subscribers.name',
      'subscriptions.clickConsentAt',
    ]);
}
