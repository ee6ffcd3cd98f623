import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Makes all who assemble a newsletter wait for each other. */
export async function lockNewsletter(db: Db, newsletterId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('assemble', ${newsletterId}))`.execute(db);
}

/** Drafts that nobody has approved, but for a correction on its own. */
export function selectSuperseded(db: Db, newsletterId: number) {
  return db
    .selectFrom('editions')
    .select('number')
    .where('newsletterId', '=', newsletterId)
    .where('state', '=', 'draft')
    .where('correctionId', 'is', null)
    .orderBy('number')
    .execute();
}

/** Takes drafts that nobody has approved off the list, but for a correction on its own; gives their numbers. */
export function supersedeDrafts(db: Db, newsletterId: number) {
  return db
    .updateTable('editions')
    .set({ state: 'cancelled', updatedAt: new Date() })
    .where('newsletterId', '=', newsletterId)
    .where('state', '=', 'draft')
    .where('correctionId', 'is', null)
    .returning('number')
    .execute();
}

/** The last edition's subject, so that the next one differs. */
export async function selectLastSubject(db: Db, newsletterId: number): Promise<string | null> {
  const row = await db
    .selectFrom('editions')
    .select('subject')
    .where('newsletterId', '=', newsletterId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.subject ?? null;
}
