import { Stripe } from 'stripe';
import { AppError } from '../../errors.ts';
import type { Services } from '../../services.ts';

/**
 * Stripe's SDK.
 * @throws AppError where no account is configured
 */
export function requireStripe({ stripe }: Services): Stripe {
  if (stripe !== null) return stripe;
  throw new AppError(
    'no_stripe',
    503,
    'no Stripe account is configured: set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET',
  );
}

/** No answer, rather than a no: whoever asks later may have one. */
export function isStripeAway(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'no_stripe';
  const { StripeError, StripeInvalidRequestError, StripeIdempotencyError, StripeCardError } = Stripe.errors;
  const isAnswer = [StripeInvalidRequestError, StripeIdempotencyError, StripeCardError].some(
    (kind) => error instanceof kind,
  );
  return error instanceof StripeError && !isAnswer;
}

/** Stripe has told nothing, be it for want of an answer or by a no, as where the key is another account's. */
export function isStripeError(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError || isStripeAway(error);
}

/** What is asked for, or null where Stripe knows nothing by that id. */
export async function orMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
      return null;
    throw error;
  }
}

/** What became of an object that was fetched again. */
export interface Synced {
  outcome: 'written' | 'unchanged' | 'older' | 'foreign' | 'missing';
  /** Why nothing was written. */
  reason: string | null;
  membershipId: number | null;
}

/** Nothing was written, and why. */
export function notWritten(outcome: 'older' | 'foreign' | 'missing', reason: string): Synced {
  return { outcome, reason, membershipId: null };
}
