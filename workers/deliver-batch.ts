import { deliverNext } from '../src/delivery/deliver-next.ts';
import type { JobRun } from './job.ts';

/**
 * What the job names is a hint: which batch is next is asked of the tables. It goes on from batch to batch, so it is told
 * at once when the process is to end.
 */
export const deliverBatch: JobRun<'deliver-batch'> = (context, _hint, signal) =>
  deliverNext(context, AbortSignal.any([signal, context.ending]));
