import { setTimeout as sleep } from 'node:timers/promises';
import {
  createPostgresBackend,
  createRedisBackend,
  type Job,
  type PostgresConnectionOptions,
  type Queue,
  type Worker,
  withBackend,
} from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import type pg from 'pg';
import type { Log } from './log.ts';

/**
 * Every kind of job with what it carries: ids, never content. A job is a hint that there is work; the truth is
 * in the tables, and the sweep finds what has no live job.
 */
export interface JobPayloads {
  sweep: Record<string, never>;
  'poll-source': { sourceId: number };
  'assemble-edition': { newsletterId: number };
  'launch-edition': { editionId: number };
  'deliver-batch': { editionId: number; batch: number };
  'send-service-mails': Record<string, never>;
  'read-inbound': Record<string, never>;
  'heed-reports': Record<string, never>;
  'read-mailbox': Record<string, never>;
  'handle-stripe-events': Record<string, never>;
  'sync-tiers': Record<string, never>;
  'reconcile-stripe': Record<string, never>;
  'carry-out-at-stripe': Record<string, never>;
  'tend-memberships': Record<string, never>;
  'pre-flight': Record<string, never>;
  prune: Record<string, never>;
}

export type JobName = keyof JobPayloads;

export interface WorkerOptions {
  concurrency: number;
  /** How long a job may be silent before another worker takes it over, in milliseconds. */
  lockMs?: number;
}

export interface AddOptions {
  /** 0 to 1000; the greater overtakes. */
  priority?: number;
  delayMs?: number;
}

/** The queue, whichever backend it is on. */
export interface Jobs {
  backend: 'postgres' | 'redis';
  /**
   * Adds hints; one for the same work that is still waiting or running is not added again.
   */
  add<N extends JobName>(name: N, payloads: JobPayloads[N][], options?: AddOptions): Promise<void>;
  /**
   * As `add`, once the work itself is committed: it never throws, and waits a second at the most for a queue that
   * is away. What is lost here the sweep finds.
   */
  hint<N extends JobName>(name: N, payloads: JobPayloads[N][], options?: AddOptions): Promise<void>;
  /**
   * Adds one hint every so many milliseconds, however many processes ask for it. Ask again now and then: a Redis
   * that lost its data has lost the rhythm too.
   */
  every(name: JobName, ms: number): Promise<void>;
  work<N extends JobName>(
    name: N,
    run: (payload: JobPayloads[N], signal: AbortSignal) => Promise<void>,
    options: WorkerOptions,
  ): JobWorker;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface JobWorker {
  /** Takes no new job, gives those under way `graceMs` to end, then has them cancelled. */
  stop(graceMs: number): Promise<void>;
}

const keep = { removeOnComplete: true, removeOnFail: { count: 1000 } };

// BullMQ counts the other way round, and lets what has no priority overtake all that has one.
const lowestPriority = 1_001;

// The job of a killed worker is taken over after its lock and this, at the latest. Taken over too early is no harm:
// what may be done once only is guarded in the tables.
const lookForStalledMs = 5_000;

const clockSlackMs = 1_000;

// A person waits for the answer to what caused the hint.
const hintForMs = 1_000;
const closeForMs = 2_000;
const abandonAfterMs = 5_000;

/** BullMQ on Redis where `redisUrl` is given, else on PostgreSQL in the schema `bullmq` of the shared pool. */
export function createJobs(pool: pg.Pool, redisUrl: string | null, log: Log): Jobs {
  return redisUrl === null ? onPostgres(pool, log) : onRedis(redisUrl, log);
}

function onPostgres(pool: pg.Pool, log: Log): Jobs {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // pg's own types lack the index signature that BullMQ's description of a pool asks for.
  const connection = pool as unknown as PostgresConnectionOptions;
  return assemble('postgres', log, {
    queue: (name) => new Queue(name, { connection, defaultJobOptions: keep }),
    worker: (name, run, options) => new Worker(name, run, { connection, ...options }),
    disconnect: async () => {},
  });
}

function onRedis(url: string, log: Log): Jobs {
  const { Queue, Worker } = withBackend(createRedisBackend);
  const connection = connectRedis(url);
  connection.on('error', (error: Error) => log.warn({ err: error }, 'the queue lost Redis'));
  return assemble('redis', log, {
    // Braces keep all keys of a queue in one slot of a cluster; its queues are spread over the nodes.
    queue: (name) => new Queue(name, { connection, prefix: `{${name}}`, defaultJobOptions: keep }),
    worker: (name, run, options) => new Worker(name, run, { connection, prefix: `{${name}}`, ...options }),
    disconnect: async () => connection.disconnect(),
  });
}

/** `?cluster=yes` at the end of the address: it is a node of a Redis Cluster, by which the others are found. */
function connectRedis(address: string): Redis | Cluster {
  const url = new URL(address);
  const isCluster = url.searchParams.get('cluster') === 'yes';
  url.searchParams.delete('cluster');
  const redisOptions = { maxRetriesPerRequest: null };
  if (!isCluster) return new Redis(url.href, redisOptions);
  const secrets = {
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
  const node = { host: url.hostname, port: Number(url.port || 6379) };
  return new Cluster([node], { redisOptions: { ...redisOptions, ...secrets } });
}

type Run = (job: Job, token?: string, signal?: AbortSignal) => Promise<void>;

// The two backends' classes differ in their connection's type only; this is the part of them used here.
interface AnyQueue
  extends Pick<
    Queue,
    'addBulk' | 'getJobScheduler' | 'upsertJobScheduler' | 'removeJobScheduler' | 'getJobCounts' | 'close'
  > {
  on(event: 'error', listener: (error: Error) => void): unknown;
}
interface AnyWorker extends Pick<Worker, 'close' | 'cancelAllJobs'> {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown;
}

interface Backend {
  queue(name: string): AnyQueue;
  worker(
    name: string,
    run: Run,
    options: { concurrency: number; lockDuration: number; stalledInterval: number },
  ): AnyWorker;
  disconnect(): Promise<void>;
}

function assemble(backendName: Jobs['backend'], log: Log, backend: Backend): Jobs {
  const queues = new Map<JobName, AnyQueue>();
  const queueOf = (name: JobName): AnyQueue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = backend.queue(name);
    queue.on('error', (error) => log.warn({ err: error, queue: name }, 'the queue reported an error'));
    queues.set(name, queue);
    return queue;
  };
  const add: Jobs['add'] = async (name, payloads, { priority = 0, delayMs = 0 } = {}) => {
    const opts = { priority: lowestPriority - priority, delay: delayMs };
    const jobs = payloads.map((data) => ({
      name,
      data,
      opts: { ...opts, deduplication: { id: identify(data) } },
    }));
    if (jobs.length > 0) await queueOf(name).addBulk(jobs);
  };
  return {
    backend: backendName,
    add,
    hint: async (name, payloads, options) => {
      const added = add(name, payloads, options).catch((error: unknown) =>
        log.warn({ err: error, queue: name }, 'a hint was lost; the sweep will find the work'),
      );
      await Promise.race([added, sleep(hintForMs, undefined, { ref: false })]);
    },
    every: async (name, ms) => {
      const queue = queueOf(name);
      const id = `every-${name}`;
      const known = await queue.getJobScheduler(id);
      // Set by a clock that was ahead of ours, or by ours before it was set back: it would come that much later.
      const isFar = (known?.next ?? 0) > Date.now() + ms + clockSlackMs;
      if (isFar) await queue.removeJobScheduler(id);
      if (isFar || known?.every !== ms) await queue.upsertJobScheduler(id, { every: ms }, { name, data: {} });
    },
    work: (name, run, options) =>
      startWorker(
        backend,
        log,
        name,
        run as (payload: object, signal: AbortSignal) => Promise<void>,
        options,
      ),
    ping: async () => void (await queueOf('sweep').getJobCounts('waiting')),
    close: async () => {
      // A queue that is away does not answer to its closing either.
      const closed = Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      await Promise.race([closed, sleep(closeForMs, undefined, { ref: false })]);
      await backend.disconnect();
    },
  };
}

/** Equal ids, equal work. BullMQ allows no colon in such a key. */
function identify(payload: object): string {
  return `of-${Object.values(payload).join('-')}`;
}

function startWorker(
  backend: Backend,
  log: Log,
  name: JobName,
  run: (payload: object, signal: AbortSignal) => Promise<void>,
  { concurrency, lockMs = 10_000 }: WorkerOptions,
): JobWorker {
  const process: Run = async (job, _token, signal) =>
    run(job.data as object, signal ?? new AbortController().signal);
  const worker = backend.worker(name, process, {
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lookForStalledMs,
  });
  worker.on('error', (error) => log.warn({ err: error, job: name }, 'the worker reported an error'));
  worker.on('failed', (job, error) =>
    log.error({ err: error, job: name, payload: job?.data as object }, 'a job failed'),
  );
  return {
    stop: async (graceMs) => {
      const closed = worker.close();
      const late = setTimeout(() => worker.cancelAllJobs('the process is stopping'), graceMs);
      // One that does not hear it is left behind: its work stands in a table, and somebody else will do it.
      await Promise.race([closed, sleep(graceMs + abandonAfterMs, undefined, { ref: false })]);
      clearTimeout(late);
    },
  };
}
