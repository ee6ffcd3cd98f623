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
 * Runs what asks Stripe, and names the matter where Stripe refuses the key.
 * @throws KeyRefused in that case, and whatever else is thrown as it is
 */
export async function namingRefusal<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw isRefusal(error) ? new KeyRefused(error) : error;
  }
}

function isRefusal(error: unknown): error is Error {
  const { StripeAuthenticationError, StripePermissionError } = Stripe.errors;
  return error instanceof StripeAuthenticationError || error instanceof StripePermissionError;
}

const pauseMs = 60_000;
// The doctor asks for it, and lives without.
const mayBeRefused = '/v1/webhook_endpoints';

/**
 * Tells the owner where Stripe refuses the key, whoever asked and whatever for: by mail once a day at the most. A process
 * asks its database once a minute whether that was done.
 * @returns the same services, which end only when the mail is queued
 */
export function watchStripeKey(services: Services): Services {
  let toldAt = -Infinity;
  let telling = Promise.resolve();
  services.stripe?.on('response', ({ status, method, path }: Stripe.ResponseEvent) => {
    if ((status !== 401 && status !== 403) || path.startsWith(mayBeRefused)) return;
    if (performance.now() - toldAt < pauseMs) return;
    toldAt = performance.now();
    const refused = new KeyRefused(new Error(`it answered ${status} to ${method} ${path.split('?')[0]}`));
    telling = tellOwner(services, refused, new Date()).catch((failure: unknown) => {
      toldAt = -Infinity;
      services.log.error({ err: failure }, 'the owner could not be told that Stripe refuses the key');
    });
  });
  const close = async (): Promise<void> => {
    await telling;
    await services.close();
  };
  return { ...services, close };
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
