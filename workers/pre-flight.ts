import { runChecks } from '../src/editions/checks/run-checks.ts';
import type { JobHandler } from './job.ts';

export const preFlight: JobHandler<'pre-flight'> = {
  concurrency: 1,
  run: ({ services, ending }, _payload, signal) => runChecks(services, AbortSignal.any([signal, ending])),
};
