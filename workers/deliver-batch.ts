import { deliverBatch as deliver } from '../src/delivery/deliver-batch.ts';
import type { JobHandler } from './job.ts';

export const deliverBatch: JobHandler<'deliver-batch'> = {
  concurrency: 2,
  run: (context, batch, signal) => deliver(context, batch, signal),
};
