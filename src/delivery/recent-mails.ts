import type { Db } from '../db.ts';
import { selectRecentDeliveries, selectRecentServiceMails } from './queries/recent.ts';
import { selectSuppressionsOf } from './queries/suppressions.ts';

const mostShown = 20;

/** What a person was sent of late and what became of it, and every suppression that stood or stands against it. */
export async function recentMails(
  db: Db,
  { subscriberId, addressHash }: { subscriberId: number; addressHash: Buffer },
) {
  const [deliveries, serviceMails, suppressions] = await Promise.all([
    selectRecentDeliveries(db, subscriberId, mostShown),
    selectRecentServiceMails(db, addressHash, mostShown),
    selectSuppressionsOf(db, addressHash),
  ]);
  return { deliveries, serviceMails, suppressions };
}
