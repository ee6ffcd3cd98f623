import { type Insertable, sql } from 'kysely';
import { type Db, json } from '../db.ts';
import type { Confirmations, Consents, Subscribers } from '../db-schema.ts';

/** Makes everybody who acts on this address wait for each other until the transaction ends. */
export async function lockAddress(db: Db, addressKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${addressKey}, 7))`.execute(db);
}

/** One person by the folded address. */
export function selectByKey(db: Db, addressKey: string) {
  return db.selectFrom('subscribers').selectAll().where('addressKey', '=', addressKey).executeTakeFirst();
}

/** One person by id. */
export function selectSubscriber(db: Db, id: number) {
  return db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Adds a person. */
export function insertSubscriber(db: Db, values: Insertable<Subscribers>) {
  return db.insertInto('subscribers').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Changes what a person has set of themselves. */
export async function updateSubscriber(
  db: Db,
  id: number,
  values: { name?: string; language?: string | null; timeZone?: string | null },
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .execute();
}

/** A person's subscriptions. */
export function selectSubscriptions(db: Db, subscriberId: number) {
  return db
    .selectFrom('subscriptions')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .orderBy('newsletterId')
    .execute();
}

/** Notes that a newsletter was asked for; a confirmed subscription stays as it is. */
export async function insertPending(
  db: Db,
  subscriberId: number,
  newsletterIds: number[],
  now: Date,
): Promise<void> {
  const rows = newsletterIds.map((newsletterId) => ({
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
  const rows = newsletterIds.map((newsletterId) => ({
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

/** Ends subscriptions, of one newsletter or of all; gives the newsletters that were not ended before. */
export async function endSubscriptions(
  db: Db,
  subscriberId: number,
  newsletterId: number | null,
  now: Date,
): Promise<number[]> {
  let query = db
    .updateTable('subscriptions')
    .set({ state: 'ended', endedAt: now, clickConsentAt: null })
    .where('subscriberId', '=', subscriberId)
    .where('state', '<>', 'ended');
  if (newsletterId !== null) query = query.where('newsletterId', '=', newsletterId);
  return (await query.returning('newsletterId').execute()).map((row) => row.newsletterId);
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

/** Confirmations of a person that were asked for since then and are still open, the newest first. */
export function selectOpenConfirmations(db: Db, subscriberId: number, since: Date) {
  return db
    .selectFrom('confirmations')
    .selectAll()
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .orderBy('id', 'desc')
    .execute();
}

/** Opens a confirmation. */
export function insertConfirmation(db: Db, values: Insertable<Confirmations>) {
  return db.insertInto('confirmations').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Notes one more mail of a confirmation, and what it would confirm by now. */
export async function updateConfirmation(
  db: Db,
  id: number,
  values: { newsletterIds: number[]; mails: number; lastMailAt: Date; messageId: string },
): Promise<void> {
  await db.updateTable('confirmations').set(values).where('id', '=', id).execute();
}

/** One confirmation, locked, so that it is used once. */
export function selectConfirmation(db: Db, id: number) {
  return db.selectFrom('confirmations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Marks a confirmation as used. */
export async function useConfirmation(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('confirmations').set({ usedAt: now }).where('id', '=', id).execute();
}

/** Opens a link to sign in. */
export function insertSignIn(db: Db, subscriberId: number, expiresAt: Date) {
  return db
    .insertInto('signIns')
    .values({ subscriberId, expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** How many links to sign in a person was sent since then. */
export async function countSignIns(db: Db, subscriberId: number, since: Date): Promise<number> {
  const row = await db
    .selectFrom('signIns')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('subscriberId', '=', subscriberId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Uses a link to sign in, once; nothing where it was used or is too old. */
export function useSignIn(db: Db, id: number, now: Date) {
  return db
    .updateTable('signIns')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('subscriberId')
    .executeTakeFirst();
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

/** A page of people with their newsletters, by id. */
export function selectPage(db: Db, afterId: number, limit: number) {
  return db
    .selectFrom('subscribers as s')
    .select((from) => [
      's.id',
      's.address',
      's.name',
      's.language',
      's.timeZone',
      's.createdAt',
      sql<Array<{ slug: string; state: string; confirmedAt: string | null }>>`coalesce((
        select json_agg(json_build_object('slug', n.slug, 'state', b.state, 'confirmedAt', b.confirmed_at) order by n.id)
        from subscriptions b join newsletters n on n.id = b.newsletter_id where b.subscriber_id = ${from.ref('s.id')}), '[]')`.as(
        'subscriptions',
      ),
    ])
    .where('s.id', '>', afterId)
    .orderBy('s.id')
    .limit(limit)
    .execute();
}

/** Deletes a person with proofs, events and mails; what is left is counts, and the suppression by hash. */
export async function deleteSubscriber(db: Db, id: number): Promise<void> {
  await sql`select set_config('broadsheet.erasing', 'yes', true)`.execute(db);
  await db.deleteFrom('consents').where('subscriberId', '=', id).execute();
  await db.deleteFrom('events').where('subscriberId', '=', id).execute();
  await db.deleteFrom('serviceMails').where('subscriberId', '=', id).execute();
  await db.deleteFrom('sessions').where('subject', '=', `subscriber:${id}`).execute();
  await db
    .updateTable('deliveries')
    .set({ address: '', name: '', reply: null })
    .where('subscriberId', '=', id)
    .execute();
  await db.deleteFrom('subscribers').where('id', '=', id).execute();
  await sql`select set_config('broadsheet.erasing', '', true)`.execute(db);
}
