import type { Jobs } from '../src/jobs.ts';

const sweepEveryMs = 5_000;
const pruneEveryMs = 3_600_000;

/** What happens by the clock, however many workers there are. */
export async function scheduleJobs(jobs: Jobs): Promise<void> {
  await jobs.every('sweep', sweepEveryMs);
  await jobs.every('prune', pruneEveryMs);
}
