import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db.ts';
import { isOfMode } from './modes.ts';

type Moment = Date | RawBuilder<Date>;

/**
 * Memberships that were paid for, or recorded as active, before an opening and stood then, less those of which the
 * payment that they stood by was given back, or any was charged back, until `at`. One that was cancelled since keeps
 * its say.
 */
export function votingQuery(db: Db, opening: Moment, at: Date) {
  return db
    .selectFrom('memberships as m')
    .select(['m.subscriberId', 'm.tierId', 'm.rail', 'm.id as membershipId'])
    .where('m.subscriberId', 'is not', null)
    .where(isOfMode('m'))
    .where('m.since', '<', opening)
    .where((where) => where.or([where('m.until', 'is', null), where('m.until', '>', opening)]))
    .where(stoodAt(opening))
    .where(settledBefore(opening))
    .where(sql<boolean>`(m.rail = 'stripe' or m.voided_at is null or m.voided_at > ${at})`)
    .where(sql<boolean>`not exists (select from ${payments} p
      where p.dispute in ('open', 'lost') and coalesce(p.disputed_at, p.created_at) <= ${at})`)
    .where(keptUntil(opening, at));
}

/**
 * `until` says how it stands now. What rested at the opening and was taken up later did not stand then, nor did what
 * was behind past its grace time and was paid later.
 */
function stoodAt(opening: Moment) {
  return sql<boolean>`(not coalesce(m.rested_from <= ${opening} and m.rested_until > ${opening}, false)
    and not exists (select from dunnings d where d.membership_id = m.id and d.grace_until <= ${opening}
      and coalesce(d.ended_at > ${opening}, true)
      and not exists (select from ${payments} p where p.settled_at >= d.began_at and p.settled_at < ${opening})))`;
}

/**
 * By its rail. What staff write down may bear an earlier day, so there it counts when it was written; a card's payment
 * counts when it was settled, however late we heard of it.
 */
function settledBefore(opening: Moment) {
  return sql<boolean>`case
    when m.rail = 'stripe' then m.settled_at < ${opening}
    when m.rail in ('gift', 'transfer') then m.settled_at < ${opening} and m.created_at < ${opening}
    else m.created_at < ${opening} end`;
}

/**
 * Something stays of what was paid for the time in which it opened. At Stripe that is the last payment before, with
 * those of the same period, as a change of tier makes one; a later one has no say. Elsewhere it is every payment before.
 */
function keptUntil(opening: Moment, at: Date) {
  return sql<boolean>`coalesce((select bool_or(not ${givenBack(at)})
    from (select *, max(settled_at) over () as last from ${payments} o where settled_at < ${opening}) p
    where m.rail <> 'stripe'
      or p.settled_at > p.last - case when m.interval = 'year' then interval '360 days' else interval '27 days' end), true)`;
}

// By index on both ways: a gift's payment names its purchase, not the membership that came of it.
const payments = sql`(select * from payments where membership_id = m.id
  union all select g_p.* from gifts g join payments g_p on g_p.checkout_id = g.checkout_id
    where m.rail = 'gift' and g.membership_id = m.id)`;

/**
 * The whole of a payment, by refunds that were made by then. One that is on its way counts, since a close is final; one
 * that the bank has sent back or that was called off counts no more.
 */
function givenBack(at: Date) {
  return sql`(p.amount > 0 and p.amount <= (select sum(r.amount) from refunds r
    where r.payment_id = p.id and r.state not in ('failed', 'canceled') and r.created_at <= ${at}))`;
}
