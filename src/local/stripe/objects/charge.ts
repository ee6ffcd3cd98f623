import type { Stripe } from 'stripe';
import { newId } from '../core/ids.ts';
import { idOf, type World } from '../core/world.ts';

/** One try to take a payment's money, with what came of it. */
export function makeCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  failure: { code: string; decline: string; message: string } | null,
): Stripe.Charge {
  const id = newId('ch');
  const paid = failure === null;
  return world.tables.charges.put({
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: paid ? newId('txn') : null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: 'SANDBOX',
    captured: paid,
    created: world.now(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: makeOutcome(failure),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: makeDetails(method, intent.amount),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${world.origin()}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  });
}

function makeOutcome(failure: { decline: string; message: string } | null): Stripe.Charge.Outcome {
  return {
    advice_code: failure === null ? null : 'try_again_later',
    network_advice_code: null,
    network_decline_code: null,
    network_status: failure === null ? 'approved_by_network' : 'declined_by_network',
    reason: failure?.decline ?? null,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: failure?.message ?? 'Payment complete.',
    type: failure === null ? 'authorized' : 'issuer_declined',
  };
}

function makeDetails(
  { card, sepa_debit: account }: Stripe.PaymentMethod,
  amount: number,
): Stripe.Charge.PaymentMethodDetails {
  if (account !== undefined) {
    const { generated_from: _, ...details } = account;
    return { sepa_debit: { ...details, mandate: null }, type: 'sepa_debit' };
  }
  return {
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: card?.brand ?? 'visa',
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: card?.country ?? null,
      electronic_commerce_indicator: null,
      exp_month: card?.exp_month ?? 12,
      exp_year: card?.exp_year ?? 2030,
      fingerprint: card?.fingerprint ?? null,
      funding: card?.funding ?? 'credit',
      installments: null,
      last4: card?.last4 ?? null,
      mandate: null,
      network: 'visa',
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  };
}
