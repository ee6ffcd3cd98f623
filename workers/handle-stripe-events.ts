import { handleStripeEvents as handle } from '../src/memberships/stripe/handle-events.ts';
import type { JobRun } from './job.ts';

export const handleStripeEvents: JobRun<'handle-stripe-events'> = async (
  { services, ending },
  _payload,
  signal,
) => void (await handle(services, AbortSignal.any([signal, ending])));
