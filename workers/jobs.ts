import type { JobName } from '../src/jobs.ts';
import { assembleEdition } from './assemble-edition.ts';
import { carryOutAtStripe } from './carry-out-at-stripe.ts';
import { deliverBatch } from './deliver-batch.ts';
import { handleStripeEvents } from './handle-stripe-events.ts';
import type { JobHandler } from './job.ts';
import { heedReports } from './heed-reports.ts';
import { launchEdition } from './launch-edition.ts';
import { pollSource } from './poll-source.ts';
import { preFlight } from './pre-flight.ts';
import { prune } from './prune.ts';
import { readInbound } from './read-inbound.ts';
import { readMailbox } from './read-mailbox.ts';
import { reconcileStripe } from './reconcile-stripe.ts';
import { sendServiceMails } from './send-service-mails.ts';
import { tendMemberships } from './tend-memberships.ts';
import { sweep } from './sweep.ts';
import { syncTiers } from './sync-tiers.ts';

/** Every kind of job. A new one is a file and a line here. */
export const handlers: { [N in JobName]: JobHandler<N> } = {
  sweep,
  'poll-source': pollSource,
  'assemble-edition': assembleEdition,
  'launch-edition': launchEdition,
  'deliver-batch': deliverBatch,
  'send-service-mails': sendServiceMails,
  'read-inbound': readInbound,
  'heed-reports': heedReports,
  'read-mailbox': readMailbox,
  'handle-stripe-events': handleStripeEvents,
  'sync-tiers': syncTiers,
  'reconcile-stripe': reconcileStripe,
  'carry-out-at-stripe': carryOutAtStripe,
  'tend-memberships': tendMemberships,
  'pre-flight': preFlight,
  prune,
};
