import { Stripe } from 'stripe';
import { AppError, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { queueOwnerMail } from '../owner-mail.ts';

const mailLastsMs = 86_400_000;

/** Stripe refuses our key: it was revoked, rolled, or lacks a permission. */
export class KeyRefused extends AppError {
  constructor(cause: Error) {
    const reason = messageOf(cause).split('\n')[0] ?? '';
    const fix = 'make a key in the Stripe dashboard (Developers, API keys), and set STRIPE_SECRET_KEY';
    super('stripe_key_refused', 502, `Stripe refuses the key: ${withoutKey(reason)}; ${fix}`, { cause });
  }
}

/**
 * Runs what asks Stripe. Where Stripe refuses the key the owner is told, by mail once a day at the most.
 * @throws KeyRefused in that case, and whatever else is thrown as it is
 */
export async function withKeyWatch<T>(services: Services, run: () => Promise<T>, now: Date): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const refused = new KeyRefused(error);
    await tellOwner(services, refused, now).catch((failure: unknown) =>
      services.log.error({ err: failure }, 'the owner could not be told that Stripe refuses the key'),
    );
    throw refused;
  }
}

function isRefusal(error: unknown): error is Error {
  const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;
  return error instanceof StripeAuthenticationError || error instanceof StripePermissionError;
}

async function tellOwner(services: Services, { message }: KeyRefused, now: Date): Promise<void> {
  services.log.error({ reason: message }, 'Stripe refuses the key');
  await queueOwnerMail(services.db, services, {
    kind: 'stripe-refused',
    key: `stripe-refused:${now.toISOString().slice(0, 10)}`,
    props: { reason: message },
    expiresAt: new Date(now.getTime() + mailLastsMs),
  });
}

/** Stripe shows the key's beginning and end in what it says; a mail need not. */
function withoutKey(text: string): string {
  return text.replaceAll(/\b(sk|rk)_\w*[*\w]*/g, 'the key');
}
