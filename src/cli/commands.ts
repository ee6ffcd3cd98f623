import { articleCommands } from './articles.ts';
import { ballotCommands } from './ballots.ts';
import { bounceReportCommands } from './bounce-reports.ts';
import { bounceCommands } from './bounces.ts';
import type { CommandSpec } from './command.ts';
import { declarationCommands } from './declarations.ts';
import { deliveryCommands } from './deliveries.ts';
import { destinationCommands } from './destinations.ts';
import { doctorCommands } from './doctor.ts';
import { editionCommands } from './editions.ts';
import { membershipReconcileCommands } from './memberships-reconcile.ts';
import { membershipCommands } from './memberships.ts';
import { migrateCommands } from './migrate.ts';
import { newsletterCommands } from './newsletters.ts';
import { promiseCommands } from './promises.ts';
import { publicationCommands } from './publication.ts';
import { relayCommands } from './relays.ts';
import { senderCommands } from './senders.ts';
import { appealCommands } from './appeals.ts';
import { sendCommands } from './sends.ts';
import { serviceMailCommands } from './service-mails.ts';
import { sourceCommands } from './sources.ts';
import { subscriberCommands } from './subscribers.ts';
import { tierCommands } from './tiers.ts';
import { supportCommands } from './support.ts';
import { suppressionCommands } from './suppressions.ts';
import { topicCommands } from './topics.ts';

/** Every command, noun by noun. */
export const commands: CommandSpec[] = [
  ...migrateCommands,
  ...doctorCommands,
  ...publicationCommands,
  ...newsletterCommands,
  ...relayCommands,
  ...destinationCommands,
  ...senderCommands,
  ...sourceCommands,
  ...articleCommands,
  ...editionCommands,
  ...sendCommands,
  ...appealCommands,
  ...deliveryCommands,
  ...serviceMailCommands,
  ...bounceCommands,
  ...bounceReportCommands,
  ...subscriberCommands,
  ...tierCommands,
  ...membershipReconcileCommands,
  ...suppressionCommands,
  ...membershipCommands,
  ...topicCommands,
  ...ballotCommands,
  ...promiseCommands,
  ...supportCommands,
  ...declarationCommands,
];
