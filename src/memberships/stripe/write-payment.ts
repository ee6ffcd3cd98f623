import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import { noteGiftRefunded } from '../gifts/note-refunded.ts';
import { selectCheckoutOrigin } from '../queries/checkouts.ts';
import { lockStripeMembership } from '../queries/memberships.ts';
import { upsertPayment, upsertRefunds } from '../queries/payments.ts';
import type { PaymentRead } from './fetch-payment.ts';
import { checkoutIdOf, isMarkedOurs } from './ours.ts';
import { refreshAudience } from '../refresh-audience.ts';
import { paymentColumns, refundColumns } from './payment-columns.ts';
import { notWritten, type Synced } from './reading.ts';
import { settleMembership } from './settle-membership.ts';

/**
 * Writes what was fetched of a payment, once by its id, with its refunds and disputes, and what follows for its
 * membership; unless something fetched later stands there. The membership of an invoice's payment must be there.
 */
export async function writePayment(services: Services, fetched: PaymentRead, now: Date): Promise<Synced> {
  const { intent, invoice, read, refunds } = fetched;
  if (intent.livemode !== (services.config.stripe?.livemode ?? false))
    return notWritten('foreign', `it is of ${intent.livemode ? 'live' : 'test'} mode`);
  if (intent.status !== 'succeeded')
    return notWritten('missing', `nothing has arrived of it: ${intent.status}`);
  return services.db.transaction().execute(async (trx): Promise<Synced> => {
    const { subscriptionId = null } = invoice ?? {};
    const membership = subscriptionId === null ? undefined : await lockStripeMembership(trx, subscriptionId);
    if (membership === undefined && !isMarkedOurs(intent.metadata))
      return notWritten('foreign', 'it is of no membership of ours, and its metadata is not ours');
    const origin = await originOf(trx, intent.metadata);
    const id = await upsertPayment(trx, {
      ...paymentColumns(fetched),
      ...origin,
      rail: 'stripe',
      purpose: membership === undefined ? origin.purpose : 'membership',
      subscriberId: membership?.subscriberId ?? origin.subscriberId,
      membershipId: membership?.id ?? origin.membershipId,
      editionId: membership?.editionId ?? origin.editionId,
      stripeRead: read,
    });
    const membershipId = membership?.id ?? null;
    if (id === null) return { ...notWritten('older', 'it was fetched later already'), membershipId };
    await upsertRefunds(
      trx,
      refunds.map((refund) => ({ ...refundColumns(refund), paymentId: id, stripeRead: read })),
    );
    if (origin.purpose === 'gift' && origin.checkoutId !== null && isGone(fetched))
      await noteGiftRefunded(trx, origin.checkoutId, now);
    if (membership !== undefined) await settleMembership(trx, membership, {}, { now });
    else if (origin.subscriberId !== null) await refreshAudience(trx, origin.subscriberId, now);
    return { outcome: 'written', reason: null, membershipId };
  });
}

/** Whether nothing of a payment stays: given back, or taken back by the bank. */
function isGone(fetched: PaymentRead): boolean {
  const { amount, refunded, dispute } = paymentColumns(fetched);
  return dispute === 'lost' || (amount > 0 && refunded >= amount);
}

/** Which purchase of ours a payment came from. */
async function originOf(trx: Db, metadata: PaymentRead['intent']['metadata']) {
  const id = checkoutIdOf(metadata);
  const checkout = id === null ? undefined : await selectCheckoutOrigin(trx, id);
  return {
    purpose: checkout?.purpose ?? 'contribution',
    checkoutId: checkout?.id ?? null,
    subscriberId: checkout?.subscriberId ?? null,
    // What was paid for a gift is of who gave it; its membership has its own way to end.
    membershipId: checkout?.purpose === 'membership' ? checkout.membershipId : null,
    editionId: checkout?.editionId ?? null,
  };
}
