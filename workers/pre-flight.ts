import { runChecks } from '../src/editions/checks/run-checks.ts';
import type { JobRun } from './job.ts';

export const preFlight: JobRun<'pre-flight'> = ({ services, ending }, _payload, signal) =>
  runChecks(services, AbortSignal.any([signal, ending]));
