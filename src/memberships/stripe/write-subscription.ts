import type { Stripe } from 'stripe';
import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { noteFailedPayment, noteLostInvoice, noteSettledInvoice } from '../dunning/note.ts';
import { selectCheckoutOrigin } from '../queries/checkouts.ts';
import type { MembershipState } from '../membership.ts';
import {
  insertStripeMembership,
  lockStripeMembership,
  selectMembershipsBySubscription,
} from '../queries/memberships.ts';
import { selectTiersByProduct } from '../queries/tiers.ts';
import { hasFailed, type InvoiceNow, type SubscriptionRead } from './fetch-subscription.ts';
import { checkoutIdOf, dateOf, isMarkedOurs } from './ours.ts';
import { notWritten, type Synced } from './reading.ts';
import { settleMembership } from './settle-membership.ts';
import { columnsOf, productsOf } from './subscription-columns.ts';

/**
 * Writes what was fetched of a Stripe subscription to its membership, unless something fetched later stands there.
 * What is not ours is left alone.
 */
export async function writeSubscription(
  services: Services,
  fetched: SubscriptionRead,
  now: Date,
): Promise<Synced> {
  const { subscription, read } = fetched;
  const { db, config, log } = services;
  if (subscription.livemode !== (config.stripe?.livemode ?? false))
    return notWritten('foreign', `it is of ${subscription.livemode ? 'live' : 'test'} mode`);
  const ours = await originOf(db, subscription);
  if (ours === null) return notWritten('foreign', 'neither its product nor its metadata is ours');
  const { state, ...columns } = columnsOf(subscription, ours);
  if (state === null)
    log.error(
      { subscription: subscription.id, status: subscription.status },
      'Stripe has a status that is not known here',
    );
  return db.transaction().execute(async (trx): Promise<Synced> => {
    const isNew = await insertStripeMembership(trx, {
      rail: 'stripe',
      state: 'incomplete',
      stripeSubscriptionId: subscription.id,
      ...ours.columns,
    });
    const row = await lockStripeMembership(trx, subscription.id);
    if (row === undefined) throw new TypeError(`the membership of ${subscription.id} is gone`);
    if (row.stripeRead >= read)
      return { ...notWritten('older', 'it was fetched later already'), membershipId: row.id };
    for (const invoice of fetched.invoices)
      await noteInvoice(trx, { membershipId: row.id, state }, invoice, now);
    // A product of before a change of the account is not known any more.
    const tierId = columns.tierId ?? row.tierId;
    // A status that is not known neither gives rights nor takes any.
    const standing = state === null ? { since: row.since } : { state };
    const changes = { ...columns, tierId, ...standing, stripeRead: read };
    const isOther = await settleMembership(trx, row, changes, { isNew, now });
    return { outcome: isOther ? 'written' : 'unchanged', reason: null, membershipId: row.id };
  });
}

interface Origin {
  tierId: number | null;
  productId: string | null;
  /** What a new membership begins with. */
  columns: { subscriberId: number | null; claimedAt: Date | null; editionId: number | null };
}

/** Which tier a subscription is for and who began it; null where it is not ours. */
async function originOf(db: Db, subscription: Stripe.Subscription): Promise<Origin | null> {
  const [tier] = await selectTiersByProduct(db, productsOf(subscription));
  const isKnown = async (): Promise<boolean> =>
    (await selectMembershipsBySubscription(db, [subscription.id])).length > 0;
  if (tier === undefined && !isMarkedOurs(subscription.metadata) && !(await isKnown())) return null;
  const checkoutId = checkoutIdOf(subscription.metadata);
  const checkout = checkoutId === null ? undefined : await selectCheckoutOrigin(db, checkoutId);
  const subscriberId = checkout?.subscriberId ?? null;
  return {
    tierId: tier?.id ?? checkout?.tierId ?? null,
    productId: tier?.stripeProductId ?? null,
    columns: {
      subscriberId,
      // Begun by a person who had proved their address: nobody else can claim it.
      claimedAt: subscriberId === null ? null : dateOf(subscription.created),
      editionId: checkout?.editionId ?? null,
    },
  };
}

/** Only of a member who is behind is it a failure: what was asked for a change that did not come about is none. */
async function noteInvoice(trx: Db, membership: Noted, { invoice, needsAction }: InvoiceNow, now: Date) {
  const { membershipId, state } = membership;
  const { id: invoiceId, status, amount_remaining: amount, currency, status_transitions: moments } = invoice;
  const of = { invoiceId, membershipId };
  if (status === 'paid') return noteSettledInvoice(trx, of, now);
  if (status === 'void' || status === 'uncollectible' || state === 'ended')
    return noteLostInvoice(trx, of, now);
  if (state !== 'past-due' || !hasFailed(invoice)) return;
  const failedAt = dateOf(moments.finalized_at ?? invoice.created);
  return noteFailedPayment(trx, { ...of, amount, currency, needsAction, failedAt }, now);
}

interface Noted {
  membershipId: number;
  state: MembershipState | null;
}
