import type { MailCache } from '../src/delivery/mails.ts';
import type { Transport } from '../src/delivery/transport.ts';
import type { JobName, JobPayloads } from '../src/jobs.ts';
import type { Services } from '../src/services.ts';

/** What every job works with. */
export interface WorkerContext {
  services: Services;
  transport: Transport;
  mails: MailCache;
  /** The process is to end: what goes on for long lets go of its work. */
  ending: AbortSignal;
}

/** A kind of job: shallow, it calls one verb. Running it twice, or not at all, must do no harm. */
export interface JobHandler<N extends JobName> {
  /** How many of it run at the same time in one process. */
  concurrency: number;
  run(context: WorkerContext, payload: JobPayloads[N], signal: AbortSignal): Promise<void>;
}
