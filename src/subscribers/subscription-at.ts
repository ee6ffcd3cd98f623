import type { Db } from '../db.ts';
import { selectConsents, selectSubscriptions } from './queries/subscriptions.ts';

/** How somebody stood to a newsletter at a moment, and since when; and when they confirmed it after that. */
export interface SubscriptionAt {
  state: 'none' | 'unconfirmed' | 'confirmed' | 'ended';
  since: Date | null;
  confirmedLater: Date | null;
}

/** How somebody stood to a newsletter at a moment, by what they agreed to and withdrew. */
export async function subscriptionAt(
  db: Db,
  { subscriberId, newsletterId }: { subscriberId: number; newsletterId: number },
  moment: Date,
): Promise<SubscriptionAt> {
  const proofs = (await selectConsents(db, subscriberId)).filter(
    (one) => one.purpose === 'newsletter' && (one.newsletterId === null || one.newsletterId === newsletterId),
  );
  const before = proofs.filter(({ at }) => at <= moment);
  const later = proofs.find(({ at, action }) => at > moment && action === 'confirm')?.at ?? null;
  const told = before.reduce<Pick<SubscriptionAt, 'state' | 'since'>>(
    (was, { action, at }) => {
      if (action === 'withdraw') return { state: 'ended', since: at };
      if (action === 'confirm') return { state: 'confirmed', since: at };
      // Asking again takes back no confirmation.
      return was.state === 'confirmed' ? was : { state: 'unconfirmed', since: at };
    },
    { state: 'none', since: null },
  );
  if (told.state !== 'none') return { ...told, confirmedLater: later };
  const row = (await selectSubscriptions(db, subscriberId)).find((one) => one.newsletterId === newsletterId);
  const confirmedAt = row?.confirmedAt ?? null;
  if (confirmedAt !== null && confirmedAt <= moment)
    return { state: 'confirmed', since: confirmedAt, confirmedLater: null };
  const isAsked = row !== undefined && row.requestedAt <= moment;
  return {
    state: isAsked ? 'unconfirmed' : 'none',
    since: isAsked ? row.requestedAt : null,
    confirmedLater: later ?? confirmedAt,
  };
}
