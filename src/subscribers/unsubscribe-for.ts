import type { Actor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { requireReader } from './read-reader.ts';
import { leave, type UnsubscribeTarget } from './unsubscribe.ts';

/**
 * Ends a subscription, or all, for a person who has asked the newsroom to: as their own "no", but for who wrote it down.
 * @returns the newsletters that ended by it
 * @throws NotFound; Forbidden
 */
export async function unsubscribeFor(
  { db }: Services,
  actor: Actor,
  target: UnsubscribeTarget,
  now: Date = new Date(),
): Promise<number[]> {
  demand(actor, 'subscribers.change');
  const { subscriberId, newsletterId } = target;
  await requireReader(db, subscriberId);
  if (newsletterId !== null) await requireNewsletter(db, newsletterId);
  return db.transaction().execute(async (trx) => {
    const told = { actor, reason: 'unsubscribed', evidence: {} } as const;
    const { newsletterIds } = await leave(trx, target, { source: 'desk' }, now, told);
    const subject = `subscriber:${subscriberId}`;
    const change = { before: { newsletterIds }, after: { newsletterIds: [] } };
    await recordAudit(trx, actor, 'subscriber.unsubscribe', subject, { newsletterId }, change);
    return newsletterIds;
  });
}
