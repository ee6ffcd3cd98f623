import { databaseTime } from '../src/db.ts';
import { settleOverdueCheckouts } from '../src/memberships/checkouts/settle-overdue.ts';
import { finishTakeBacks } from '../src/memberships/checkouts/take-back.ts';
import { finishDeclarations } from '../src/memberships/declarations/finish.ts';
import { endGrace } from '../src/memberships/dunning/end-grace.ts';
import { resumeDue } from '../src/memberships/manage/resume-due.ts';
import type { JobRun } from './job.ts';
import { runSteps, type Step } from './steps.ts';

const steps: Record<string, Step> = {
  declarations: finishDeclarations,
  resumptions: resumeDue,
  'grace times': endGrace,
  'second memberships': finishTakeBacks,
  'old purchases': settleOverdueCheckouts,
};

/** What is due and asks Stripe, apart from the sweep: a Stripe that does not answer delays nothing else. */
export const carryOutAtStripe: JobRun<'carry-out-at-stripe'> = async ({ services }) =>
  runSteps(services, steps, await databaseTime(services.db));
