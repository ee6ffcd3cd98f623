import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import type { KeptElsewhere, KeptSubject } from '../subscribers/kept-elsewhere.ts';
import { clearMembershipsOf, clearPurchasesOf, selectKeptOf, selectLiveAtStripe } from './queries/kept.ts';
import { orMissing } from './stripe/reading.ts';
import { syncSubscription } from './stripe/sync-subscription.ts';

/**
 * What is kept here of a person. An erasure first cancels what is paid through Stripe, so that nobody is charged who is
 * not known any more. Payments stay without the person, as books must.
 */
export const membershipsKept: KeptElsewhere = {
  name: 'memberships',
  show: selectKeptOf,
  beforeErasure: cancelAtStripe,
  forget: async (trx, subject, now) => {
    await clearPurchasesOf(trx, subject);
    await clearMembershipsOf(trx, subject, now);
  },
};

async function cancelAtStripe(services: Services, subject: KeptSubject, now: Date): Promise<void> {
  const { db, stripe } = services;
  for (const { id, stripeSubscriptionId } of await selectLiveAtStripe(db, subject)) {
    if (stripe === null)
      throw new Conflict(
        `membership ${id} is paid through Stripe, and no account is configured here: set STRIPE_SECRET_KEY, so that it is cancelled first`,
      );
    const subscription = await orMissing(stripe.subscriptions.retrieve(stripeSubscriptionId));
    if (subscription !== null && !['canceled', 'incomplete_expired'].includes(subscription.status))
      await stripe.subscriptions.cancel(stripeSubscriptionId, {}, { idempotencyKey: `erase:${id}:cancel` });
    await syncSubscription(services, stripeSubscriptionId, now);
  }
}
