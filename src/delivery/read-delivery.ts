import type { Db } from '../db.ts';
import type { DeliveryReference } from '../tokens.ts';
import { selectFrozen, selectMailed } from './queries/deliveries.ts';
import { shownBy, type Shown } from './segments.ts';

export interface FrozenDelivery {
  /** Of the text that it got, or would get now. */
  revisionId: number;
  name: string;
  /** The segments shown, but for those that are nobody's business. */
  shown: Shown;
  /** The place of its subject among those that are tried. */
  subject: number;
  /** Whether the reader was asked for money, or why not. */
  appealDecision: string | null;
}

/** What was frozen of a delivery; null where there is none, or its detail is pruned. */
export async function readDelivery(
  db: Db,
  { editionId, subscriberId }: DeliveryReference,
): Promise<FrozenDelivery | null> {
  const row = await selectFrozen(db, editionId, subscriberId);
  if (row === undefined) return null;
  const { textId, name, subject, segments, variant, appealDecision } = row;
  return { revisionId: textId, name, subject, shown: shownBy(segments, variant), appealDecision };
}

/**
 * The newsletter of a mail that a token names, also once its detail is pruned: a link of an old mail goes on working.
 * Null where there never was such a mail.
 */
export async function newsletterOfMail(
  db: Db,
  { editionId, subscriberId }: DeliveryReference,
): Promise<number | null> {
  return (await selectMailed(db, editionId, subscriberId))?.newsletterId ?? null;
}
