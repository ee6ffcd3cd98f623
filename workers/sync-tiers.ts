import { databaseTime } from '../src/db.ts';
import { syncTiers as sync } from '../src/memberships/stripe/sync-tiers.ts';
import type { JobHandler } from './job.ts';

export const syncTiers: JobHandler<'sync-tiers'> = {
  concurrency: 1,
  run: async ({ services }) => void (await sync(services, await databaseTime(services.db))),
};
