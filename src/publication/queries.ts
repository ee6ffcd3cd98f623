import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db } from '../db.ts';
import { json } from '../db.ts';
import type { Newsletters, Publications, Senders } from '../db-schema.ts';

/** The publication's one row. */
export function selectPublication(db: Db) {
  return db.selectFrom('publications').selectAll().executeTakeFirst();
}

/** Makes the publication's row, or changes the given columns of it. */
export async function upsertPublication(db: Db, values: Insertable<Publications>): Promise<void> {
  const row = { ...values };
  if (values.theme !== undefined) row.theme = json(values.theme);
  if (values.stopLimits !== undefined) row.stopLimits = json(values.stopLimits);
  if (values.appeals !== undefined) row.appeals = json(values.appeals);
  await db
    .insertInto('publications')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...row, updatedAt: new Date() }))
    .execute();
}

/** Every newsletter that can be subscribed to, in the order of the sign-up form. */
export function selectNewsletters(db: Db) {
  const query = db.selectFrom('newsletters').selectAll().where('archivedAt', 'is', null);
  return query.orderBy('position').orderBy('id').execute();
}

/** One newsletter by its slug or its id. */
export function selectNewsletter(db: Db, slugOrId: string) {
  const id = /^\d{1,15}$/.test(slugOrId) ? Number(slugOrId) : -1;
  return db
    .selectFrom('newsletters')
    .selectAll()
    .where((where) => where.or([where('slug', '=', slugOrId), where('id', '=', id)]))
    .executeTakeFirst();
}

/** One newsletter, held until the transaction ends. */
export function lockNewsletterRow(db: Db, id: number) {
  return db.selectFrom('newsletters').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Adds a newsletter at the end of the sign-up form. */
export function insertNewsletter(db: Db, values: Insertable<Newsletters>) {
  return db.insertInto('newsletters').values(values).returningAll().executeTakeFirstOrThrow();
}

/** Changes the given columns of one newsletter. */
export function updateNewsletter(db: Db, id: number, values: Updateable<Newsletters>) {
  return db
    .updateTable('newsletters')
    .set(values)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Every sender, the default one first. */
export function selectSenders(db: Db) {
  return db
    .selectFrom('senders')
    .selectAll()
    .orderBy('newsletterId', (order) => order.asc().nullsFirst())
    .execute();
}

/** The sender of a newsletter, else the default one. */
export function selectSender(db: Db, newsletterId: number | null) {
  return db
    .selectFrom('senders')
    .selectAll()
    .where((where) => where.or([where('newsletterId', '=', newsletterId), where('newsletterId', 'is', null)]))
    .orderBy('newsletterId', (order) => order.asc().nullsLast())
    .limit(1)
    .executeTakeFirst();
}

/** Makes whoever changes a sender wait for each other until the transaction ends; reading goes on. */
export async function lockSenders(trx: Db): Promise<void> {
  await sql`lock table senders in share row exclusive mode`.execute(trx);
}

/** Takes a newsletter's own sender away. */
export async function deleteSender(db: Db, newsletterId: number): Promise<void> {
  await db.deleteFrom('senders').where('newsletterId', '=', newsletterId).execute();
}

/** Sets the sender of a newsletter, or the default one. */
export async function upsertSender(db: Db, values: Insertable<Senders>): Promise<void> {
  const { newsletterId: _, ...changes } = values;
  await db
    .insertInto('senders')
    .values(values)
    .onConflict((conflict) => conflict.column('newsletterId').doUpdateSet(changes))
    .execute();
}
