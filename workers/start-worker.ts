import { checkDkim } from '../src/delivery/dkim.ts';
import { MailCache } from '../src/delivery/mails.ts';
import { loadVotedSegment } from '../src/topics/promises/voted-for.ts';
import { createTransport } from '../src/delivery/transport.ts';
import type { JobName, JobWorker } from '../src/jobs.ts';
import type { Services } from '../src/services.ts';
import type { JobRun } from './job.ts';
import { type JobKind, jobKinds } from './jobs.ts';
import { scheduleJobs } from './schedule.ts';

const graceMs = 10_000;

// What every worker does from the first second on.
const atStart: JobName[] = ['sweep', 'deliver-batch'];

/**
 * Begins to work on every queue; gives what ends it: no new job is taken, those under way have 10 s, and then
 * stop between two messages.
 * @param onBroken the code of a kind of job cannot be loaded: what has failed so fails until another process is started
 * @throws AppError where the DKIM key cannot be used: mail must not go out unsigned
 */
export async function startWorker(
  services: Services,
  onBroken: (name: JobName, error: unknown) => void,
): Promise<() => Promise<void>> {
  const { dkim, inbound } = services.config;
  if (dkim !== null) await checkDkim(dkim);
  for (const name of atStart) await jobKinds[name].load();
  const listener = inbound.smtp === null ? null : await import('../src/delivery/inbound/listener.ts');
  const ending = new AbortController();
  const context = {
    ending: ending.signal,
    services,
    transport: createTransport(services.config, services.db),
    mails: new MailCache(services, (segment) => loadVotedSegment(services, segment)),
  };
  await context.transport.ready();
  // Each kind takes the payload of its own name; over all names together the compiler cannot follow that.
  const work = (name: JobName): JobWorker => {
    const { concurrency, load } = jobKinds[name] as JobKind<JobName>;
    const loaded = (): Promise<JobRun<JobName>> =>
      load().catch((error: unknown) => {
        onBroken(name, error);
        throw error;
      });
    return services.jobs.work(name, async (payload, signal) => (await loaded())(context, payload, signal), {
      concurrency,
    });
  };
  const workers = (Object.keys(jobKinds) as JobName[]).map((name) => work(name));
  const endSchedule = await scheduleJobs(services);
  const endListening = inbound.smtp && listener?.keepListening(services, inbound.smtp);
  return async () => {
    ending.abort();
    endSchedule();
    await endListening?.();
    await Promise.all(workers.map((worker) => worker.stop(graceMs)));
    context.transport.close();
  };
}
