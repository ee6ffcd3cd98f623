import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import type { KeptElsewhere, KeptSubject } from '../subscribers/kept-elsewhere.ts';
import type { Db } from '../db.ts';
import {
  clearMembershipsOf,
  clearPurchasesOf,
  selectExported,
  selectKeptOf,
  selectLiveAtStripe,
} from './queries/kept.ts';
import { orMissing } from './stripe/reading.ts';
import { syncSubscription } from './stripe/sync-subscription.ts';
import { say } from './say.ts';

const exportedColumns = [
  'membership_tier',
  'membership_rail',
  'membership_state',
  'membership_since',
  'membership_until',
];

/**
 * What is kept here of a person. An erasure first cancels what is paid through Stripe, so that nobody is charged who is
 * not known any more. Payments stay without the person, as books must.
 */
export const membershipsKept: KeptElsewhere = {
  name: 'memberships',
  show: selectKeptOf,
  exported: { columns: exportedColumns, cellsOf },
  beforeErasure: cancelAtStripe,
  forget: async (trx, subject, now) => {
    await clearPurchasesOf(trx, subject);
    await clearMembershipsOf(trx, subject, now);
  },
};

/** Of more than one membership what goes on before what has ended, then the one that lasts longest. */
async function cellsOf(db: Db, subscriberIds: number[], now: Date): Promise<Map<number, string[]>> {
  const rows = await selectExported(db, subscriberIds, now);
  return new Map(
    rows.map(({ subscriberId, tier, rail, state, since, until }) => [
      subscriberId ?? 0,
      [tier ?? '', rail, state, since?.toISOString() ?? '', until?.toISOString() ?? ''],
    ]),
  );
}

async function cancelAtStripe(services: Services, subject: KeptSubject, now: Date): Promise<void> {
  const { db, stripe } = services;
  for (const { id, stripeSubscriptionId } of await selectLiveAtStripe(db, subject)) {
    if (stripe === null) throw new Conflict(say.noStripe(id));
    const subscription = await orMissing(stripe.subscriptions.retrieve(stripeSubscriptionId));
    if (subscription !== null && !['canceled', 'incomplete_expired'].includes(subscription.status))
      await stripe.subscriptions.cancel(stripeSubscriptionId, {}, { idempotencyKey: `erase:${id}:cancel` });
    await syncSubscription(services, stripeSubscriptionId, now);
  }
}
