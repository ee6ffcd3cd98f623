import type { ErrorRequestHandler } from 'express';
import { InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { loadFrame } from '../../subscribers/http-parts.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { signedInSubscriber } from '../../subscribers/signed-in.ts';
import { isStripeAway } from '../stripe/reading.ts';
import { type Hindrance, NotNow } from './own.ts';
import { faultPage } from './pages/fault.ts';

/** What cannot be done now, and a Stripe that is away, in the words of who is signed in. */
export function answerFaults(services: Services): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const why = faultOf(error);
    if (why === null) return next(error);
    if (why === 'away') services.log.error({ err: error }, 'Stripe is away for what somebody wants to do');
    const id = await signedInSubscriber(services, request);
    const person = id === null ? null : await readPreferences(services, id);
    const frame = await loadFrame(services, request, person?.language ?? null);
    const status = why === 'away' ? 503 : error instanceof InvalidInput ? 400 : 409;
    response.status(status).set('cache-control', 'no-store').send(faultPage(frame, why));
  };
}

function faultOf(error: unknown): Hindrance | 'away' | 'months' | null {
  if (error instanceof NotNow) return error.why;
  if (error instanceof InvalidInput) return 'months';
  return isStripeAway(error) ? 'away' : null;
}
