import { type Insertable, sql } from 'kysely';
import type { Db } from '../../db.ts';
import type { Dunnings } from '../../db-schema.ts';
import { isOfMode } from './modes.ts';

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

/** Ends it; null where it was none, or over already. */
export async function endDunning(
  db: Db,
  stripeInvoiceId: string,
  outcome: 'recovered' | 'lost',
  now: Date,
): Promise<{ id: number; step: number } | null> {
  const row = await db
    .updateTable('dunnings')
    .set({ outcome, endedAt: now, nextAt: null })
    .where('stripeInvoiceId', '=', stripeInvoiceId)
    .where('outcome', '=', 'open')
    .returning(['id', 'step'])
    .executeTakeFirst();
  return row ?? null;
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

/** Those that are open of a Stripe subscription. */
export function selectOpenDunningsOf(db: Db, stripeSubscriptionId: string) {
  return db
    .selectFrom('dunnings as d')
    .innerJoin('memberships as m', 'm.id', 'd.membershipId')
    .select('d.stripeInvoiceId')
    .where('m.stripeSubscriptionId', '=', stripeSubscriptionId)
    .where('d.outcome', '=', 'open')
    .execute();
}

/** Days that rights stay after a payment failed. */
export async function selectGraceDays(db: Db): Promise<number | null> {
  const row = await db.selectFrom('supportSettings').select('graceDays').executeTakeFirst();
  return row?.graceDays ?? null;
}

/**
 * Until when the rights of members who are behind stay, by their memberships: the end of the first open grace time;
 * where the last failure is given up, that moment.
 */
export async function selectGraceUntil(db: Db, membershipIds: number[]): Promise<Map<number, Date | null>> {
  const { rows } = await sql<{ membershipId: number; until: Date | null }>`
    select membership_id, coalesce(min(grace_until) filter (where outcome = 'open'),
      max(least(grace_until, ended_at)) filter (where outcome = 'lost')) as until
    from dunnings where membership_id = any (${membershipIds}::bigint[]) group by membership_id`.execute(db);
  return new Map(rows.map(({ membershipId, until }) => [membershipId, until]));
}

/** Open failures behind this one whose next mail is due. */
export function selectDueDunnings(db: Db, afterId: number, now: Date, limit: number) {
  return db
    .selectFrom('dunnings as d')
    .innerJoin('memberships as m', 'm.id', 'd.membershipId')
    .select('d.id')
    .where('d.id', '>', afterId)
    .where('d.outcome', '=', 'open')
    .where('d.nextAt', '<=', now)
    .where('d.graceUntil', '>', now)
    .where(isOfMode('m'))
    .orderBy('d.id')
    .limit(limit)
    .execute();
}

/** One that is open, held until the transaction ends; nothing where another holds it. */
export function takeDunning(db: Db, id: number) {
  return db
    .selectFrom('dunnings')
    .selectAll()
    .where('id', '=', id)
    .where('outcome', '=', 'open')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Where a series stands. */
export async function advanceDunning(
  db: Db,
  id: number,
  values: { step?: number; nextAt: Date | null },
): Promise<void> {
  await db.updateTable('dunnings').set(values).where('id', '=', id).execute();
}

/** Open failures behind this one whose grace time is over. */
export function selectOverdueDunnings(db: Db, afterId: number, now: Date, limit: number) {
  return db
    .selectFrom('dunnings as d')
    .innerJoin('memberships as m', 'm.id', 'd.membershipId')
    .select(['d.id', 'd.membershipId', 'd.stripeInvoiceId', 'm.stripeSubscriptionId'])
    .where('d.id', '>', afterId)
    .where('d.outcome', '=', 'open')
    .where('d.graceUntil', '<=', now)
    .where(isOfMode('m'))
    .where((where) => where.or([where('d.nextAt', 'is', null), where('d.nextAt', '<=', now)]))
    .orderBy('d.id')
    .limit(limit)
    .execute();
}

/** One failure. */
export function selectDunning(db: Db, id: number) {
  return db.selectFrom('dunnings').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The first open failure of a membership. */
export function selectOpenDunning(db: Db, membershipId: number) {
  return db
    .selectFrom('dunnings')
    .selectAll()
    .where('membershipId', '=', membershipId)
    .where('outcome', '=', 'open')
    .orderBy('beganAt')
    .orderBy('id')
    .executeTakeFirst();
}

/** Failures that began in a time, counted and summed by what became of them and by currency. */
export function selectDunningCounts(db: Db, since: Date) {
  return db
    .selectFrom('dunnings')
    .select((from) => [
      'outcome',
      'currency',
      from.fn.countAll<number>().as('count'),
      from.fn.sum<number>('amount').as('amount'),
    ])
    .where('beganAt', '>=', since)
    .groupBy(['outcome', 'currency'])
    .orderBy('currency')
    .execute();
}
