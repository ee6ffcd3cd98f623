import { deliverNext } from '../src/delivery/deliver-next.ts';
import type { JobHandler } from './job.ts';

/** What the job names is a hint: which batch is next is asked of the tables. */
export const deliverBatch: JobHandler<'deliver-batch'> = {
  concurrency: 2,
  // It goes on from batch to batch, so it is told at once when the process is to end.
  run: (context, _hint, signal) => deliverNext(context, AbortSignal.any([signal, context.ending])),
};
