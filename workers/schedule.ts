import type { Services } from '../src/services.ts';

const sweepEveryMs = 5_000;
const pruneEveryMs = 3_600_000;
const tendMembershipsEveryMs = 3_600_000;
const readMailboxEveryMs = 60_000;

const assertEveryMs = 5_000;

/**
 * What happens by the clock, however many workers there are. Every worker sees to it that the rhythm is there,
 * since the queue may lose what it keeps.
 * @returns what ends this
 */
export async function scheduleJobs({ config, jobs, log }: Services): Promise<() => void> {
  const assert = async (): Promise<void> => {
    await jobs.every('sweep', sweepEveryMs);
    await jobs.every('prune', pruneEveryMs);
    await jobs.every('tend-memberships', tendMembershipsEveryMs);
    if (config.inbound.imapUrl !== null) await jobs.every('read-mailbox', readMailboxEveryMs);
  };
  await assert();
  const timer = setInterval(() => {
    assert().catch((error: unknown) => log.warn({ err: error }, 'the rhythm of the jobs could not be set'));
  }, assertEveryMs);
  return () => clearInterval(timer);
}
