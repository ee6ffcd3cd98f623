import { heedReports as heed } from '../src/subscribers/heed-reports.ts';
import type { JobHandler } from './job.ts';

export const heedReports: JobHandler<'heed-reports'> = {
  concurrency: 1,
  run: async ({ services }) => void (await heed(services)),
};
