import type { JobName } from '../src/jobs.ts';
import type { JobRun } from './job.ts';

/** A kind of job, whose code is loaded when the first of it comes. */
export interface JobKind<N extends JobName> {
  /** How many of it run at the same time in one process. */
  concurrency: number;
  load(): Promise<JobRun<N>>;
}

function kind<N extends JobName>(concurrency: number, load: JobKind<N>['load']): JobKind<N> {
  return { concurrency, load };
}

/** Every kind of job. A new one is a file and a line here. */
export const jobKinds: { [N in JobName]: JobKind<N> } = {
  sweep: kind(1, async () => (await import('./sweep.ts')).sweep),
  'poll-source': kind(4, async () => (await import('./poll-source.ts')).pollSource),
  'assemble-edition': kind(2, async () => (await import('./assemble-edition.ts')).assembleEdition),
  'launch-edition': kind(1, async () => (await import('./launch-edition.ts')).launchEdition),
  // Each has one group in hand: what a kill of this process leaves in doubt at the most is two groups.
  'deliver-batch': kind(2, async () => (await import('./deliver-batch.ts')).deliverBatch),
  'send-service-mails': kind(1, async () => (await import('./send-service-mails.ts')).sendServiceMails),
  'read-inbound': kind(1, async () => (await import('./read-inbound.ts')).readInbound),
  'heed-reports': kind(1, async () => (await import('./heed-reports.ts')).heedReports),
  'read-mailbox': kind(1, async () => (await import('./read-mailbox.ts')).readMailbox),
  'handle-stripe-events': kind(1, async () => (await import('./handle-stripe-events.ts')).handleStripeEvents),
  'sync-tiers': kind(1, async () => (await import('./sync-tiers.ts')).syncTiers),
  'reconcile-stripe': kind(1, async () => (await import('./reconcile-stripe.ts')).reconcileStripe),
  'carry-out-at-stripe': kind(1, async () => (await import('./carry-out-at-stripe.ts')).carryOutAtStripe),
  'tend-memberships': kind(1, async () => (await import('./tend-memberships.ts')).tendMemberships),
  'pre-flight': kind(1, async () => (await import('./pre-flight.ts')).preFlight),
  prune: kind(1, async () => (await import('./prune.ts')).prune),
};
