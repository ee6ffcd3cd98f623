import { databaseTime } from '../src/db.ts';
import { reconcile } from '../src/memberships/stripe/reconcile.ts';
import type { JobHandler } from './job.ts';

export const reconcileStripe: JobHandler<'reconcile-stripe'> = {
  concurrency: 1,
  run: async ({ services, ending }, _payload, signal) => {
    const now = await databaseTime(services.db);
    await reconcile(services, { signal: AbortSignal.any([signal, ending]) }, now);
  },
};
