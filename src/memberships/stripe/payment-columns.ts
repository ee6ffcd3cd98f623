import type { Stripe } from 'stripe';
import type { PaymentRead } from './fetch-payment.ts';
import { dateOf, idOf } from './ours.ts';

export type DisputeState = 'open' | 'won' | 'lost';

/** What of a payment stands at Stripe; `settledAt` is null where nothing has arrived. */
export function paymentColumns({ intent, charge, refunds, disputes, invoice }: PaymentRead) {
  const settled = intent.status === 'succeeded';
  const dispute = disputeOf(disputes);
  return {
    amount: settled ? intent.amount_received : intent.amount,
    currency: intent.currency,
    settledAt: settled ? dateOf(invoice?.paidAt ?? charge?.created ?? intent.created) : null,
    refunded: refunds
      .filter(({ status }) => status === 'succeeded')
      .reduce((sum, { amount }) => sum + amount, 0),
    dispute: dispute?.state ?? null,
    disputedAt: dispute === null ? null : dateOf(dispute.created),
    stripePaymentIntentId: intent.id,
    stripeInvoiceId: invoice?.id ?? null,
    stripeChargeId: idOf(charge),
    livemode: intent.livemode,
  };
}

/** A refund as it is kept, of which payment it ever is. */
export function refundColumns({ id, amount, currency, status, created, metadata }: Stripe.Refund) {
  const declaration = metadata?.['declaration'] ?? '';
  return {
    stripeRefundId: id,
    amount,
    currency,
    state: status ?? 'unknown',
    createdAt: dateOf(created),
    declarationId: /^\d{1,15}$/.test(declaration) ? Number(declaration) : null,
  };
}

/** What weighs most of the disputes of one payment: one that is lost, then one that is open. */
function disputeOf(disputes: Stripe.Dispute[]): { state: DisputeState; created: number } | null {
  const all = disputes.flatMap((dispute) => {
    const state = disputeState(dispute.status);
    return state === null ? [] : [{ state, created: dispute.created }];
  });
  const byState = (state: DisputeState) => all.find((one) => one.state === state);
  return byState('lost') ?? byState('open') ?? byState('won') ?? null;
}

/** An inquiry (`warning_…`) takes no money, so it is none; a status that is not known yet is open. */
export function disputeState(status: Stripe.Dispute.Status): DisputeState | null {
  switch (status) {
    case 'won':
      return 'won';
    case 'lost':
      return 'lost';
    case 'prevented':
    case 'warning_closed':
    case 'warning_needs_response':
    case 'warning_under_review':
      return null;
    default:
      return 'open';
  }
}
