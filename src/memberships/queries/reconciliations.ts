import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/** Notes that a comparison with Stripe begins. */
export async function insertReconciliation(db: Db, startedAt: Date): Promise<number> {
  const { id } = await db
    .insertInto('stripeReconciliations')
    .values({ startedAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Notes how it ended. */
export async function endReconciliation(
  db: Db,
  id: number,
  values: { checked: number; drift: number; error: string | null },
): Promise<void> {
  await db
    .updateTable('stripeReconciliations')
    .set({ ...values, endedAt: sql`now()` })
    .where('id', '=', id)
    .execute();
}

/** When the last one began, and when the last one that went through did. */
export async function selectLastReconciliations(
  db: Db,
): Promise<{ started: Date | null; succeeded: Date | null }> {
  const { rows } = await sql<{ started: Date | null; succeeded: Date | null }>`
    select max(started_at) as started,
      max(started_at) filter (where ended_at is not null and error is null) as succeeded
    from stripe_reconciliations`.execute(db);
  return rows[0] ?? { started: null, succeeded: null };
}

/** The last one, as the doctor shows it. */
export function selectLastReconciliation(db: Db) {
  return db.selectFrom('stripeReconciliations').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
}
