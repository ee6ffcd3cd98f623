import { deliverNext } from '../src/delivery/deliver-next.ts';
import type { JobHandler } from './job.ts';

/** What the job names is a hint: which batch is next is asked of the tables. */
export const deliverBatch: JobHandler<'deliver-batch'> = {
  // Each has one group in hand: what a kill of this process leaves in doubt at the most is two groups.
  concurrency: 2,
  // It goes on from batch to batch, so it is told at once when the process is to end.
  run: (context, _hint, signal) => deliverNext(context, AbortSignal.any([signal, context.ending])),
};
