import { databaseTime } from '../src/db.ts';
import { tellLostGifts } from '../src/memberships/gifts/tell-lost.ts';
import { checkCards } from '../src/memberships/notices/check-cards.ts';
import { announceRenewals } from '../src/memberships/notices/tend.ts';
import type { JobRun } from './job.ts';

export const tendMemberships: JobRun<'tend-memberships'> = async ({ services }) => {
  const now = await databaseTime(services.db);
  await announceRenewals(services, now);
  await tellLostGifts(services, now);
  await checkCards(services, now);
};
