import { reportQueues } from './delivery/report-queues.ts';
import { reportMembers } from './memberships/report-members.ts';
import type { Services } from './services.ts';

/** Brings every gauge that is read from the database up to date, before the metrics are shown. */
export function reportAll(services: Services): () => Promise<void> {
  const [queues, members] = [reportQueues(services), reportMembers(services)];
  return async () => {
    await Promise.all([queues(), members()]);
  };
}
