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

/** What a job does: shallow, it calls one verb. Running it twice, or not at all, must do no harm. */
export type JobRun<N extends JobName> = (
  context: WorkerContext,
  payload: JobPayloads[N],
  signal: AbortSignal,
) => Promise<void>;
