import type { Db } from '../../db.ts';
import { isLive, type Membership, membershipsOf } from '../membership.ts';

/** What else somebody has that goes on, or begins later, beside one membership. */
export async function overlapOf(db: Db, { id, subscriberId }: Membership, now: Date): Promise<Membership[]> {
  if (subscriberId === null) return [];
  const all = await membershipsOf(db, subscriberId);
  return all.filter((one) => one.id !== id && one.since !== null && isLive(one, now));
}
