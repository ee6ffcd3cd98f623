import type { Db } from '../db.ts';
import type { DeliveryReference } from '../tokens.ts';
import { selectDeliveryOf } from './queries.ts';

/** The newsletter of a delivery that a token names; null where there is no such delivery. */
export async function readDelivery(
  db: Db,
  { editionId, subscriberId }: DeliveryReference,
): Promise<{ newsletterId: number } | null> {
  const row = await selectDeliveryOf(db, editionId, subscriberId);
  return row === undefined ? null : { newsletterId: row.newsletterId };
}
