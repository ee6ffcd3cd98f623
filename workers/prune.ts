import { forgetCoolings } from '../src/delivery/destinations/list.ts';
import { pruneHistory } from '../src/delivery/prune-history.ts';
import { pruneEvents } from '../src/memberships/stripe/prune-events.ts';
import { pruneSessions } from '../src/http/sessions.ts';
import { pruneDesk } from '../src/staff/sessions.ts';
import { pruneChecks } from '../src/editions/checks/kept-checks.ts';
import { pruneChanges } from '../src/editions/compose/prune-changes.ts';
import { pruneRequests } from '../src/editions/compose/prune-requests.ts';
import { forgetVoters } from '../src/topics/ballots/by-the-clock.ts';
import type { JobRun } from './job.ts';

export const prune: JobRun<'prune'> = async ({ services }, _payload, signal) => {
  await pruneSessions(services);
  await pruneDesk(services);
  await pruneHistory(services, signal);
  await forgetCoolings(services.db);
  await pruneEvents(services, new Date());
  await forgetVoters(services);
  await pruneChecks(services);
  await pruneRequests(services.db, new Date());
  await pruneChanges(services, signal);
};
