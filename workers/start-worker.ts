import { checkDkim } from '../src/delivery/dkim.ts';
import { MailCache } from '../src/delivery/mails.ts';
import { loadVotedSegment } from '../src/topics/promises/voted-for.ts';
import { createTransport } from '../src/delivery/transport.ts';
import type { JobName, JobWorker } from '../src/jobs.ts';
import type { Services } from '../src/services.ts';
import { type JobKind, jobKinds } from './jobs.ts';
import { scheduleJobs } from './schedule.ts';

const graceMs = 10_000;

/**
 * Begins to work on every queue; gives what ends it: no new job is taken, those under way have 10 s, and then
 * stop between two messages.
 * @throws AppError where the DKIM key cannot be used: mail must not go out unsigned
 */
export async function startWorker(services: Services): Promise<() => Promise<void>> {
  if (services.config.dkim !== null) await checkDkim(services.config.dkim);
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
    return services.jobs.work(name, async (payload, signal) => (await load())(context, payload, signal), {
      concurrency,
    });
  };
  const workers = (Object.keys(jobKinds) as JobName[]).map((name) => work(name));
  const endSchedule = await scheduleJobs(services);
  const { smtp } = services.config.inbound;
  // As a kind of job, the server for mail that comes in is loaded where it is used.
  const listener = smtp === null ? null : await import('../src/delivery/inbound/listener.ts');
  const endListening = smtp === null ? null : listener?.keepListening(services, smtp);
  return async () => {
    ending.abort();
    endSchedule();
    await endListening?.();
    await Promise.all(workers.map((worker) => worker.stop(graceMs)));
    context.transport.close();
  };
}
