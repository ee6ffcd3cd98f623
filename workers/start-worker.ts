import { checkDkim } from '../src/delivery/dkim.ts';
import { MailCache } from '../src/delivery/mails.ts';
import { createTransport } from '../src/delivery/transport.ts';
import type { JobName, JobPayloads, JobWorker } from '../src/jobs.ts';
import type { Services } from '../src/services.ts';
import { handlers } from './jobs.ts';
import { scheduleJobs } from './schedule.ts';

const graceMs = 10_000;

/**
 * Begins to work on every queue; gives what ends it: no new job is taken, those under way have 10 s, and then
 * stop between two messages.
 * @throws AppError where the DKIM key cannot be used: mail must not go out unsigned
 */
export async function startWorker(services: Services): Promise<() => Promise<void>> {
  if (services.config.dkim !== null) await checkDkim(services.config.dkim);
  const context = { services, transport: createTransport(services.config), mails: new MailCache(services) };
  const work = <N extends JobName>(name: N): JobWorker => {
    const { concurrency, run } = handlers[name];
    return services.jobs.work(name, (payload: JobPayloads[N], signal) => run(context, payload, signal), {
      concurrency,
    });
  };
  const workers = (Object.keys(handlers) as JobName[]).map((name) => work(name));
  await scheduleJobs(services.jobs);
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop(graceMs)));
    context.transport.close();
  };
}
