import type { Stripe } from 'stripe';
import { invalid } from '../core/api-error.ts';
import { emit, type World } from '../core/world.ts';
import { makeDispute } from '../objects/dispute.ts';

/** A bank takes a charge's money back until it is decided. @throws ApiError */
export function openDispute(world: World, charge: Stripe.Charge): Stripe.Dispute {
  if (!charge.paid || charge.disputed) throw invalid(`Charge ${charge.id} cannot be disputed.`);
  const dispute = makeDispute(world, charge);
  charge.disputed = true;
  emit(world, 'charge.dispute.created', dispute);
  emit(world, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** It is decided; won, the money comes back. @throws ApiError */
export function closeDispute(world: World, dispute: Stripe.Dispute, outcome: 'won' | 'lost'): Stripe.Dispute {
  if (dispute.status === 'won' || dispute.status === 'lost')
    throw invalid(`Dispute ${dispute.id} is ${dispute.status} already.`);
  dispute.status = outcome;
  if (outcome === 'won') emit(world, 'charge.dispute.funds_reinstated', dispute);
  emit(world, 'charge.dispute.closed', dispute, { status: 'needs_response' });
  return dispute;
}
