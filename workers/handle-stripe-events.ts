import { handleStripeEvents as handle } from '../src/memberships/stripe/handle-events.ts';
import type { JobHandler } from './job.ts';

export const handleStripeEvents: JobHandler<'handle-stripe-events'> = {
  concurrency: 1,
  run: async ({ services, ending }, _payload, signal) =>
    void (await handle(services, AbortSignal.any([signal, ending]))),
};
