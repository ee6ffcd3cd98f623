import type { Db } from '../db.ts';
import type { DeliveryReference } from '../tokens.ts';
import { isPatronVariant } from './mails.ts';
import { selectDeliveryOf } from './queries/deliveries.ts';

export interface FrozenDelivery {
  newsletterId: number;
  /** Of the text that it got, or would get now. */
  revisionId: number;
  name: string;
  patron: boolean;
}

/** What was frozen of a delivery, such as a token names one; null where there is none. */
export async function readDelivery(
  db: Db,
  { editionId, subscriberId }: DeliveryReference,
): Promise<FrozenDelivery | null> {
  const row = await selectDeliveryOf(db, editionId, subscriberId);
  if (row === undefined) return null;
  const { newsletterId, textId, name, variant } = row;
  return { newsletterId, revisionId: textId, name, patron: isPatronVariant(variant) };
}
