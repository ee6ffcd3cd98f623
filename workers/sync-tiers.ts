import { databaseTime } from '../src/db.ts';
import { syncTiers as sync } from '../src/memberships/stripe/sync-tiers.ts';
import type { JobRun } from './job.ts';

export const syncTiers: JobRun<'sync-tiers'> = async ({ services }) =>
  void (await sync(services, await databaseTime(services.db)));
