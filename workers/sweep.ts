import { dueSources } from '../src/articles/sources.ts';
import { databaseTime } from '../src/db.ts';
import { keepAppeals } from '../src/delivery/appeals.ts';
import { tidySends } from '../src/delivery/control.ts';
import { hasInbound } from '../src/delivery/inbound/take-report.ts';
import { hintBatches } from '../src/delivery/launch.ts';
import { foldEnded } from '../src/delivery/shares.ts';
import { applyStopRules } from '../src/delivery/stop-rules/apply.ts';
import { hasServiceMailsDue } from '../src/delivery/service-mails.ts';
import { hasWantedChecks } from '../src/editions/checks/kept-checks.ts';
import { applyDeadlines } from '../src/editions/deadline.ts';
import { alertDrift } from '../src/editions/drift.ts';
import { settleAudience } from '../src/editions/launch.ts';
import { dueLaunches, noteMissed } from '../src/editions/missed.ts';
import { dueAssemblies } from '../src/editions/plans.ts';
import { decideDueTests } from '../src/editions/subjects/decide.ts';
import { declarationsDue } from '../src/memberships/declarations/due.ts';
import { sendDueDunnings } from '../src/memberships/dunning/send-due.ts';
import { sendReceipts } from '../src/memberships/notices/send-receipts.ts';
import { endWhatIsOver } from '../src/memberships/notices/tend.ts';
import { deliverGifts } from '../src/memberships/gifts/deliver-gifts.ts';
import { hasStripeEventsDue, hasTiersToSync, isReconciliationDue } from '../src/memberships/stripe/due.ts';
import { hasUnheeded } from '../src/subscribers/heed-reports.ts';
import { keepBallots } from '../src/topics/ballots/by-the-clock.ts';
import type { JobRun } from './job.ts';
import { runSteps, type Step } from './steps.ts';

// First what readers wait for. Nothing here asks Stripe, which may take a minute not to answer: that is a job of its own.
const steps: Record<string, Step> = {
  'service mails': async ({ db, jobs }) => {
    if (await hasServiceMailsDue(db)) await jobs.add('send-service-mails', [{}]);
  },
  assemblies: async ({ db, jobs }, now) =>
    jobs.add(
      'assemble-edition',
      (await dueAssemblies(db, now)).map((newsletterId) => ({ newsletterId })),
    ),
  'missed slots': noteMissed,
  deadlines: applyDeadlines,
  launches: async ({ db, jobs }, now) =>
    jobs.add(
      'launch-edition',
      (await dueLaunches(db, now)).map((editionId) => ({ editionId })),
    ),
  sends: (services, now) => tidySends(services, settleAudience(services.db, now)),
  subjects: decideDueTests,
  appeals: keepAppeals,
  'counts of what is over': foldEnded,
  batches: hintBatches,
  'stop rules': (services) => applyStopRules(services),
  'what came back': async (services) => {
    if (await hasInbound(services)) await services.jobs.add('read-inbound', [{}]);
  },
  'reports to heed': async (services) => {
    if (await hasUnheeded(services)) await services.jobs.add('heed-reports', [{}]);
  },
  sources: async ({ db, jobs }, now) =>
    jobs.add(
      'poll-source',
      (await dueSources(db, now)).map((sourceId) => ({ sourceId })),
    ),
  drift: alertDrift,
  'looks of the pre-flight': async ({ db, jobs }) => {
    if (await hasWantedChecks(db)) await jobs.add('pre-flight', [{}]);
  },
  'Stripe events': async ({ db, jobs }) => {
    if (await hasStripeEventsDue(db)) await jobs.add('handle-stripe-events', [{}]);
  },
  'comparison with Stripe': async (services, now) => {
    if (await isReconciliationDue(services, now)) await services.jobs.add('reconcile-stripe', [{}]);
  },
  tiers: async (services, now) => {
    if (await hasTiersToSync(services, now)) await services.jobs.add('sync-tiers', [{}]);
  },
  'what is to be done at Stripe': async (services, now) => {
    // A declaration is carried out without an account too; all else there asks Stripe.
    const mayBeDue = services.stripe !== null || (await declarationsDue(services, now, 1)).length > 0;
    if (mayBeDue) await services.jobs.add('carry-out-at-stripe', [{}]);
  },
  'failed payments': sendDueDunnings,
  'memberships that are over': endWhatIsOver,
  receipts: sendReceipts,
  gifts: deliverGifts,
  ballots: keepBallots,
};

/**
 * Reads from the tables what is due and adds hints for it: what a lost job was about is found here. A step that
 * fails keeps no other one from its work.
 */
export const sweep: JobRun<'sweep'> = async ({ services }) => {
  // One machine's clock that is wrong must send nothing early.
  const now = await databaseTime(services.db);
  await runSteps(services, steps, now);
};
