import { databaseTime } from '../src/db.ts';
import { tellLostGifts } from '../src/memberships/gifts/tell-lost.ts';
import { checkCards } from '../src/memberships/notices/check-cards.ts';
import { announceRenewals } from '../src/memberships/notices/tend.ts';
import type { JobHandler } from './job.ts';

export const tendMemberships: JobHandler<'tend-memberships'> = {
  concurrency: 1,
  run: async ({ services }) => {
    const now = await databaseTime(services.db);
    await announceRenewals(services, now);
    await tellLostGifts(services, now);
    await checkCards(services, now);
  },
};
