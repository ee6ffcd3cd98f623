import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Subscribers } from '../../db-schema.ts';

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

/** One person by id; until the transaction ends nobody else acts for them, and they are not erased. */
export function holdSubscriber(db: Db, id: number) {
  return db.selectFrom('subscribers').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
}

/** One person by the folded address, once everybody who acts for them is through; to be deleted. */
export function lockSubscriber(db: Db, addressKey: string) {
  return db
    .selectFrom('subscribers')
    .selectAll()
    .where('addressKey', '=', addressKey)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a person; where an import has added the same one since the caller looked, gives that one. */
export async function insertSubscriber(db: Db, values: Insertable<Subscribers>) {
  const added = await db
    .insertInto('subscribers')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added !== undefined) return added;
  return db
    .selectFrom('subscribers')
    .selectAll()
    .where('addressKey', '=', values.addressKey)
    .executeTakeFirstOrThrow();
}

/** Changes what a person has set of themselves. */
export async function updateSubscriber(
  db: Db,
  id: number,
  values: { name?: string; language?: string | null; timeZone?: string | null; ownMorning?: boolean },
): Promise<void> {
  await db
    .updateTable('subscribers')
    .set({ ...values, updatedAt: new Date() })
    .where('id', '=', id)
    .execute();
}

/** A page of people with their newsletters, by id: all, or those who are confirmed for one newsletter. */
export function selectPage(db: Db, afterId: number, limit: number, newsletterId: number | null) {
  const query = db
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
    .limit(limit);
  if (newsletterId === null) return query.execute();
  return query
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('subscriptions as c')
          .select('c.subscriberId')
          .whereRef('c.subscriberId', '=', 's.id')
          .where('c.newsletterId', '=', newsletterId)
          .where('c.state', '=', 'confirmed'),
      ),
    )
    .execute();
}

/** Deletes a person with their proofs; subscriptions, confirmations and links to sign in go with them. */
export async function deleteSubscriber(db: Db, id: number): Promise<void> {
  await sql`select set_config('broadsheet.erasing', 'yes', true)`.execute(db);
  await db.deleteFrom('consents').where('subscriberId', '=', id).execute();
  await db.deleteFrom('subscribers').where('id', '=', id).execute();
  await sql`select set_config('broadsheet.erasing', '', true)`.execute(db);
}

// Import --------------------------------------------------------------------------------------------------------
