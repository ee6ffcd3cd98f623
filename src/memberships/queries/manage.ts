import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { RenewalAgreements } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

/** Whether an agreement holds: one that waits for the bank does once its invoice is paid. */
const holds = sql<boolean>`(a.stripe_invoice_id is null or exists (select from payments as p
  where p.stripe_invoice_id = a.stripe_invoice_id and p.settled_at is not null))`;

/** The terms that somebody agreed to for their memberships and that came to hold, the newest first. */
export function selectAgreements(db: Db, membershipIds: number[]) {
  return db
    .selectFrom('renewalAgreements as a')
    .leftJoin('checkouts as c', 'c.id', 'a.checkoutId')
    .select(['a.id', 'a.wording', 'a.at'])
    .where((where) =>
      where.or([
        where('a.membershipId', 'in', [-1, ...membershipIds]),
        where('c.membershipId', 'in', [-1, ...membershipIds]),
      ]),
    )
    .where(holds)
    .orderBy('a.id', 'desc')
    .limit(20)
    .execute();
}

/** The last agreement of a membership that waited for the bank, and holds. */
export function selectConfirmedAgreement(db: Db, membershipId: number) {
  return db
    .selectFrom('renewalAgreements as a')
    .select('a.id')
    .where('a.membershipId', '=', membershipId)
    .where('a.stripeInvoiceId', 'is not', null)
    .where(holds)
    .orderBy('a.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Keeps terms that somebody agreed to; those that wait for an invoice once. */
export async function insertAgreement(db: Db, values: Insertable<RenewalAgreements>): Promise<void> {
  await db
    .insertInto('renewalAgreements')
    .values(values)
    .onConflict((conflict) => conflict.column('stripeInvoiceId').doNothing())
    .execute();
}

/** What somebody has paid, the newest first. */
export function selectPaymentsOf(db: Db, subscriberId: number, membershipIds: number[]) {
  return db
    .selectFrom('payments')
    .select(['id', 'amount', 'currency', 'settledAt', 'refunded', 'stripeInvoiceId'])
    .where('settledAt', 'is not', null)
    .where((where) =>
      where.or([
        where('subscriberId', '=', subscriberId),
        where('membershipId', 'in', [-1, ...membershipIds]),
      ]),
    )
    .orderBy('settledAt', 'desc')
    .limit(24)
    .execute();
}

/** Paused memberships whose time has come, and that no worker has had in hand since then. */
export async function selectToResume(db: Db, now: Date, since: Date, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('id')
    .where('state', '=', 'paused')
    .where('rail', '=', 'stripe')
    .where('resumeAt', '<=', now)
    .where(isOfMode())
    // A date of an earlier pause does not end this one.
    .whereRef('resumeAt', '>', 'pausedAt')
    .where((where) => where.or([where('resumeTriedAt', 'is', null), where('resumeTriedAt', '<', since)]))
    .orderBy('resumeAt')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes a paused membership in hand; false where another worker has it. */
export async function claimResume(db: Db, id: number, now: Date, since: Date): Promise<boolean> {
  const row = await db
    .updateTable('memberships')
    .set({ resumeTriedAt: now, updatedAt: sql`now()` })
    .where('id', '=', id)
    .where('state', '=', 'paused')
    .where((where) => where.or([where('resumeTriedAt', 'is', null), where('resumeTriedAt', '<', since)]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
