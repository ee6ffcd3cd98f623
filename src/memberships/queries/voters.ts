import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db.ts';

/**
 * Memberships that were paid for, or recorded as active, before an opening and stood then, less those whose payment was
 * given back or charged back until `at`. One that was cancelled since keeps its say.
 */
export function votingQuery(db: Db, opening: Date | RawBuilder<Date>, at: Date) {
  return db
    .selectFrom('memberships as m')
    .select(['m.subscriberId', 'm.tierId', 'm.rail', 'm.id as membershipId'])
    .where('m.subscriberId', 'is not', null)
    .where('m.since', '<', opening)
    .where((where) => where.or([where('m.until', 'is', null), where('m.until', '>', opening)]))
    .where((where) => where.or([where('m.voidedAt', 'is', null), where('m.voidedAt', '>', at)]))
    .where(settledBefore(opening))
    .where(sql<boolean>`not exists (select from ${payments} p
      where p.dispute in ('open', 'lost') and coalesce(p.disputed_at, p.created_at) <= ${at})`)
    .where(sql<boolean>`(not exists (select from ${payments} p where p.settled_at < ${opening})
      or exists (select from ${payments} p where p.settled_at < ${opening} and not ${givenBack(at)}))`);
}

/**
 * By its rail. What staff write down may bear an earlier day, so there it counts when it was written; a card's payment
 * counts when it was settled, however late we heard of it.
 */
function settledBefore(opening: Date | RawBuilder<Date>) {
  return sql<boolean>`case
    when m.rail = 'stripe' then m.settled_at < ${opening}
    when m.rail in ('gift', 'transfer') then m.settled_at < ${opening} and m.created_at < ${opening}
    else m.created_at < ${opening} end`;
}

// By index on both ways: a gift's payment names its purchase, not the membership that came of it.
const payments = sql`(select * from payments where membership_id = m.id
  union all select g_p.* from gifts g join payments g_p on g_p.checkout_id = g.checkout_id
    where m.rail = 'gift' and g.membership_id = m.id)`;

/** The whole of a payment, by then. */
function givenBack(at: Date) {
  return sql`(p.amount > 0 and p.refunded >= p.amount
    and coalesce((select max(r.created_at) from refunds r where r.payment_id = p.id), p.created_at) <= ${at})`;
}
