import { heedReports as heed } from '../src/subscribers/heed-reports.ts';
import type { JobRun } from './job.ts';

export const heedReports: JobRun<'heed-reports'> = async ({ services }) => void (await heed(services));
