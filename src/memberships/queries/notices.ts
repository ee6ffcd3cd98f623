import { sql } from 'kysely';
import type { Db } from '../../db.ts';
import { isOfMode } from './modes.ts';

/** Where mail about a membership goes. */
export function selectMemberAddress(db: Db, membershipId: number) {
  return db
    .selectFrom('memberships as m')
    .leftJoin('subscribers as s', 's.id', 'm.subscriberId')
    .select(({ ref }) => [
      's.id as subscriberId',
      sql<string | null>`case when ${ref('s.id')} is not null then ${ref('s.language')}
        else (select c.language from checkouts as c where c.membership_id = m.id order by c.id limit 1) end`.as(
        'language',
      ),
      sql<string | null>`coalesce(${ref('s.address')}, ${ref('m.claimAddress')})`.as('address'),
      sql<Buffer | null>`coalesce(${ref('s.addressHash')}, ${ref('m.claimAddressHash')})`.as('addressHash'),
    ])
    .where('m.id', '=', membershipId)
    .executeTakeFirst();
}

/** What a mail about a membership says of it. */
export function selectMemberFacts(db: Db, membershipId: number) {
  return db
    .selectFrom('memberships as m')
    .leftJoin('tiers as t', 't.id', 'm.tierId')
    .select([
      'm.id',
      'm.rail',
      'm.state',
      'm.amount',
      'm.currency',
      'm.interval',
      'm.since',
      'm.until',
      'm.periodEnd',
      'm.cancelAt',
      'm.cancelledAt',
      'm.stripeSubscriptionId',
      'm.endedAt',
      'm.voidedAt',
      't.name as tier',
      't.benefits',
      't.welcome',
    ])
    .select((membership) => [
      membership
        .selectFrom('checkouts')
        .select('takeBack')
        .whereRef('checkouts.membershipId', '=', 'm.id')
        .where('takeBack', 'is not', null)
        .limit(1)
        .as('takeBack'),
      membership
        .selectFrom('dunnings')
        .select('outcome')
        .whereRef('dunnings.membershipId', '=', 'm.id')
        .orderBy('beganAt', 'desc')
        .limit(1)
        .as('lastDunning'),
      membership
        .selectFrom('declarations')
        .select('kind')
        .whereRef('declarations.membershipId', '=', 'm.id')
        .where('declarations.state', 'in', ['matched', 'done'])
        .orderBy('receivedAt', 'desc')
        .limit(1)
        .as('declared'),
      // The declaration that ended it at once, and whose outcome is mailed.
      membership
        .selectFrom('declarations')
        .select('id')
        .whereRef('declarations.membershipId', '=', 'm.id')
        .where('declarations.state', 'in', ['matched', 'done'])
        .where('declarations.address', 'is not', null)
        .whereRef('declarations.endsAt', '<=', 'declarations.matchedAt')
        .limit(1)
        .as('endedBy'),
    ])
    .where('m.id', '=', membershipId)
    .executeTakeFirst();
}

/** Notes that something was told; false where it was told already. */
export async function noteTold(
  db: Db,
  key: string,
  membershipId: number | null,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('memberNotices')
    .values({ key, membershipId, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether something was told already. */
export async function isTold(db: Db, key: string): Promise<boolean> {
  const row = await db.selectFrom('memberNotices').select('key').where('key', '=', key).executeTakeFirst();
  return row !== undefined;
}

/** What a receipt says. */
export function selectPaymentFacts(db: Db, id: number) {
  return db
    .selectFrom('payments as p')
    .leftJoin('memberships as m', 'm.id', 'p.membershipId')
    .leftJoin('tiers as t', 't.id', 'm.tierId')
    .select([
      'p.purpose',
      'p.rail',
      'p.amount',
      'p.currency',
      'p.settledAt',
      'm.state',
      'm.cancelAt',
      'm.periodEnd',
      't.name as tier',
    ])
    .where('p.id', '=', id)
    .executeTakeFirst();
}

/** Yearly memberships that renew in a time and have not been told, behind this one. */
export function selectRenewals(db: Db, afterId: number, until: Date, now: Date, limit: number) {
  return db
    .selectFrom('memberships as m')
    .select(['m.id', 'm.periodEnd'])
    .where('m.id', '>', afterId)
    .where('m.rail', '=', 'stripe')
    .where('m.state', '=', 'active')
    .where('m.interval', '=', 'year')
    .where(isOfMode('m'))
    .where('m.cancelAt', 'is', null)
    .where('m.periodEnd', '>', now)
    .where('m.periodEnd', '<=', until)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('memberNotices')
            .select('key')
            .where(
              'key',
              '=',
              sql<string>`'renewal:' || m.id || ':' || (m.period_end at time zone 'UTC')::date`,
            ),
        ),
      ),
    )
    .orderBy('m.id')
    .limit(limit)
    .execute();
}

/** Monthly memberships whose year, counted from their beginning, was over lately and who have not been told of it. */
export function selectYearsOn(db: Db, afterId: number, now: Date, limit: number) {
  const years = sql<number>`extract(year from age(${now}::timestamptz, m.since))::int`;
  return (
    db
      .selectFrom('memberships as m')
      .select(['m.id', years.as('years')])
      .where('m.id', '>', afterId)
      .where('m.rail', '=', 'stripe')
      .where('m.state', '=', 'active')
      .where('m.interval', '=', 'month')
      .where(isOfMode('m'))
      .where('m.cancelAt', 'is', null)
      .where(years, '>=', 1)
      // Who was a patron before this notice was thought of is not told of a year that is long over.
      .where(
        sql<boolean>`m.since + make_interval(years => ${years}) > ${now}::timestamptz - interval '30 days'`,
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('memberNotices')
              .select('key')
              .where('key', '=', sql<string>`'year-on:' || m.id || ':' || ${years}`),
          ),
        ),
      )
      .orderBy('m.id')
      .limit(limit)
      .execute()
  );
}

/** Memberships with an end of their own that comes in a time and has not been told, behind this one. */
export function selectEndings(db: Db, afterId: number, until: Date, now: Date, limit: number) {
  return (
    db
      .selectFrom('memberships as m')
      .select(['m.id', 'm.until'])
      .where('m.id', '>', afterId)
      .where('m.rail', 'in', ['gift', 'complimentary', 'transfer'])
      .where('m.state', '=', 'active')
      .where('m.until', '>', now)
      .where('m.until', '<=', until)
      .where(isOfMode('m'))
      // Whoever begins with less than a month is not told of the end while the thanks are still fresh.
      .where(sql<boolean>`m.until - m.since > interval '25 days'`)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('memberNotices')
              .select('key')
              .where('key', '=', sql<string>`'ending:' || m.id || ':' || (m.until at time zone 'UTC')::date`),
          ),
        ),
      )
      .orderBy('m.id')
      .limit(limit)
      .execute()
  );
}

/** Memberships with an end of their own that has come, behind this one. */
export function selectOver(db: Db, afterId: number, now: Date, limit: number) {
  return (
    db
      .selectFrom('memberships')
      .select('id')
      .where('id', '>', afterId)
      .where('rail', '!=', 'stripe')
      .where('state', 'in', ['active', 'paused'])
      .where('until', '<=', now)
      // Sorted, not walked: of the many that go on, few are over.
      .orderBy(sql`id + 0`)
      .limit(limit)
      .execute()
  );
}

/**
 * Payments that arrived since then, of people we can write to, and of which no receipt was sent. The first one of a
 * membership has its receipt in the mail of thanks.
 */
export function selectUnreceipted(db: Db, afterId: number, since: Date, limit: number) {
  return db
    .selectFrom('payments as p')
    .innerJoin('subscribers as s', 's.id', 'p.subscriberId')
    .select(['p.id', 'p.membershipId', 's.id as subscriberId', 's.address', 's.addressHash', 's.language'])
    .where('p.id', '>', afterId)
    .where('p.settledAt', '>=', since)
    .where('p.amount', '>', 0)
    .where(isOfMode('p'))
    .where('p.purpose', 'in', ['membership', 'contribution'])
    .where('p.rail', 'in', ['stripe', 'transfer'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('memberNotices').select('key').where('key', '=', sql<string>`'receipt:' || p.id`)),
      ),
    )
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('p.purpose', '!=', 'membership'),
        exists(
          selectFrom('payments as first')
            .select('first.id')
            .whereRef('first.membershipId', '=', 'p.membershipId')
            .where(sql<boolean>`(first.settled_at, first.id) < (p.settled_at, p.id)`),
        ),
      ]),
    )
    .orderBy('p.id')
    .limit(limit)
    .execute();
}
