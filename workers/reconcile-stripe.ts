import { databaseTime } from '../src/db.ts';
import { reconcile } from '../src/memberships/stripe/reconcile.ts';
import type { JobRun } from './job.ts';

export const reconcileStripe: JobRun<'reconcile-stripe'> = async ({ services, ending }, _payload, signal) => {
  const now = await databaseTime(services.db);
  await reconcile(services, { signal: AbortSignal.any([signal, ending]) }, now);
};
