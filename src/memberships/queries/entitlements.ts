import type { Db } from '../../db.ts';

/** What one person has rights to at a moment, the oldest first. */
export async function selectEntitlements(db: Db, subscriberId: number, now: Date) {
  const rows = await db
    .selectFrom('entitlements')
    .select(['tier', 'since', 'until', 'membershipId', 'rail'])
    .where('subscriberId', '=', subscriberId)
    .where('since', '<=', now)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('since')
    .orderBy('membershipId')
    .execute();
  // A view's columns are all known as nullable; these have a value by its own condition.
  return rows.map(({ tier, since, until, membershipId, rail }) => ({
    tierSlug: tier,
    since: since ?? now,
    until,
    membershipId: membershipId ?? 0,
    rail: rail ?? '',
  }));
}
