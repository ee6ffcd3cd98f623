import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Dunnings } from '../../db-schema.ts';

/** Begins what follows a failed payment, once for an invoice; later failures only say whether the bank asks. */
export async function upsertDunning(db: Db, values: Insertable<Dunnings>): Promise<void> {
  await db
    .insertInto('dunnings')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .column('stripeInvoiceId')
        .doUpdateSet({ needsAction: values.needsAction ?? false, amount: values.amount })
        .where('dunnings.outcome', '=', 'open'),
    )
    .execute();
}

/** Ends it. */
export async function endDunning(
  db: Db,
  stripeInvoiceId: string,
  outcome: 'recovered' | 'lost',
  now: Date,
): Promise<void> {
  await db
    .updateTable('dunnings')
    .set({ outcome, endedAt: now, nextAt: null })
    .where('stripeInvoiceId', '=', stripeInvoiceId)
    .where('outcome', '=', 'open')
    .execute();
}

/** Those that are open of these memberships, the first first. */
export async function selectOpenDunnings(db: Db, membershipIds: number[]) {
  if (membershipIds.length === 0) return [];
  return db
    .selectFrom('dunnings')
    .select(['membershipId', 'stripeInvoiceId', 'graceUntil'])
    .where('membershipId', 'in', membershipIds)
    .where('outcome', '=', 'open')
    .orderBy('beganAt')
    .orderBy('id')
    .execute();
}

/** Days that rights stay after a payment failed. */
export async function selectGraceDays(db: Db): Promise<number | null> {
  const row = await db.selectFrom('supportSettings').select('graceDays').executeTakeFirst();
  return row?.graceDays ?? null;
}

/** How a membership's open failures stand: until when its rights stay. */
export async function selectGraceUntil(db: Db, membershipId: number): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select min(grace_until) as until from dunnings where membership_id = ${membershipId} and outcome = 'open'`.execute(
    db,
  );
  return rows[0]?.until ?? null;
}
