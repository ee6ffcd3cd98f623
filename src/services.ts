import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { type Db, openDatabase, ping } from './db.ts';
import { EventStreams } from './http/event-streams.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createTokens, type Tokens } from './tokens.ts';
import type pg from 'pg';
import type { Stripe } from 'stripe';
import type { StripeSettings } from './stripe-settings.ts';
import { installationMark } from './installation-mark.ts';

/** What every process is made of: built once by web, worker and command line, and passed to each verb. */
export interface Services {
  config: Config;
  log: Log;
  metrics: Metrics;
  db: Db;
  pool: pg.Pool;
  jobs: Jobs;
  tokens: Tokens;
  /** Null: no account is configured, and the newsroom takes no money. */
  stripe: Stripe | null;
  /** Answers of this process that go on; to be ended before it stops listening. */
  streams: EventStreams;
  /** Ends connections, last opened first. */
  close(): Promise<void>;
}

/** Connects the parts of one process; `name` is what the log calls it. */
export async function createServices(config: Config, databaseUrl: string, name: string): Promise<Services> {
  // First: where its code cannot be loaded, nothing has been opened yet.
  const stripe = config.stripe === null ? null : await openStripe(config.stripe, config.suppressionKey);
  const log = createLog(name, config.logLevel);
  const metrics = createMetrics();
  const database = openDatabase(databaseUrl, (error) =>
    log.warn({ err: error }, 'a database connection was lost'),
  );
  const { db, pool } = database;
  const jobs = createJobs(pool, config.redisUrl, log);
  const tokens = createTokens({ keys: config.secretKeys });
  const streams = new EventStreams();
  const close = async (): Promise<void> => {
    streams.end();
    await jobs.close();
    await database.close();
  };
  return { config, log, metrics, db, pool, jobs, tokens, stripe, streams, close };
}

/** Its SDK is two hundred modules, which a newsroom that takes no money does without. */
async function openStripe(settings: StripeSettings, suppressionKey: Buffer): Promise<Stripe> {
  const { createStripe } = await import('./stripe.ts');
  return createStripe(settings, installationMark(suppressionKey));
}

const answerWithinMs = 3_000;

/** The parts of a process that must answer before it takes work, each with the error where it does not in 3 s. */
export async function checkServices({ db, jobs }: Services): Promise<Record<'database' | 'queue', unknown>> {
  const [database, queue] = await Promise.allSettled([inTime(ping(db)), inTime(jobs.ping())]);
  const reason = (result: PromiseSettledResult<void>): unknown =>
    result.status === 'rejected' ? result.reason : null;
  return { database: reason(database), queue: reason(queue) };
}

function inTime(answer: Promise<void>): Promise<void> {
  const late = sleep(answerWithinMs, undefined, { ref: false }).then(() => {
    throw new Error(`no answer within ${answerWithinMs / 1000} s`);
  });
  return Promise.race([answer, late]);
}
