import type { Db } from '../../db.ts';
import { countRecentAppeals } from '../../delivery/appeals.ts';
import { readDelivery } from '../../delivery/read-delivery.ts';
import { requireNewsletter } from '../../publication/newsletters.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { DeliveryReference } from '../../tokens.ts';
import { requireEdition } from '../edition.ts';
import type { AppealDecision } from './rules.ts';

/** What is told of why somebody was asked for money in a mail, or was not. */
export interface AppealExplained {
  decision: AppealDecision;
  newsletter: string;
  language: string;
  launchedAt: Date | null;
  /** At most so many within so many days. */
  cap: number;
  days: number;
  /** How many there were within these days until now, this one with them. */
  asked: number;
}

const day = 24 * 3_600_000;

/**
 * Why a reader was asked for money in an edition, or was not: as it was decided, not as it would be now. Null where the
 * edition did not go to them, or its detail is no longer kept.
 */
export async function explainAppeal(
  db: Db,
  { editionId, subscriberId }: DeliveryReference,
  now: Date = new Date(),
): Promise<AppealExplained | null> {
  const delivery = await readDelivery(db, { editionId, subscriberId });
  if (delivery === null) return null;
  const edition = await requireEdition(db, editionId);
  const { cap, days } = (await requirePublication(db)).appeals;
  const { name } = await requireNewsletter(db, edition.newsletterId);
  return {
    decision: (delivery.appealDecision ?? 'no-appeal') as AppealDecision,
    newsletter: name,
    language: edition.language,
    launchedAt: edition.launchedAt,
    cap,
    days,
    asked: await countRecentAppeals(db, subscriberId, new Date(now.getTime() - days * day)),
  };
}

const reasons: Record<AppealDecision, (told: AppealExplained) => string> = {
  shown: ({ cap, days }) =>
    `was asked: gives on no rail, had no gift, failed payment or cancellation in 30 days, and fewer than ${cap} appeals in ${days} days`,
  patron: () =>
    'was not asked: is a patron, or was one whose membership rested, or became one before it was sent',
  'recent-gift': () =>
    'was not asked: gave once or bought a gift in the 30 days before, or somebody did with this address',
  'recent-failure': () => 'was not asked: a payment failed in the 30 days before, or was still failing',
  'recent-cancellation': () => 'was not asked: cancelled in the 30 days before, or a membership ended',
  'quiet-edition': () => 'was not asked: the lead carries a quiet tag, so nobody is',
  cap: ({ cap, days }) => `was not asked: ${cap} appeals in ${days} days had been reached`,
  'held-back': () => 'was not asked: held back by chance, to measure what appeals bring',
  'no-appeal': () => 'was not asked: the edition asks nobody',
};

/** A decision in words, for staff. */
export function describeAppeal(told: AppealExplained): string {
  return reasons[told.decision](told);
}
