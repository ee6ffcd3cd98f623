import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { persist } from '../../src/delivery/persist.ts';
import { type EmbeddedPostgres, ensureDatabase, startPostgres } from '../../src/local/postgres.ts';
import { findPlace } from '../../src/local/postgres-cluster.ts';
import { stopServer } from '../../src/local/postgres-server.ts';
import { createStarted } from '../../src/local/started.ts';
import { migrate } from '../../src/migrate.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import { createServices, type Services } from '../../src/services.ts';
import { openNewsroom } from '../../test/support/cast.ts';
import { addCrowd } from '../../test/support/crowd.ts';
import { openRedis } from '../../test/support/redis.ts';
import { testConfig } from '../../test/support/services.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';

export type Backend = 'postgres' | 'redis';

/** A newsroom with its readers, whose database and queue can be ill-treated. */
export interface Stage {
  services: Services;
  newsletter: Newsletter;
  /** As after a power cut of the database's machine: no session is ended properly. */
  crashPostgres(awayMs: number): Promise<void>;
  /** FLUSHALL, or the like of it for the queue on PostgreSQL. */
  loseQueue(): Promise<void>;
  close(): Promise<void>;
}

// No power is cut here, so the machine keeps what was written; a commit must be written before it is answered.
const settings = { fsync: 'off', synchronous_commit: 'on' };
// So that several batches are worked on at the same time, and a batch sees several groups.
const batchSize = 250;

/** Sets up a database of its own, the queue's backend and so many readers. */
export async function openStage(backend: Backend, rows: number): Promise<Stage> {
  const { bring, stopAll } = createStarted();
  try {
    const folder = await bring(
      () => temporaryFolder('torture'),
      ({ remove }) => remove(),
    );
    const dataDir = join(folder.path, 'postgres');
    const start = (): Promise<EmbeddedPostgres> =>
      bring(
        () => startPostgres({ dataDir, settings }),
        (postgres) => postgres.stop(),
      );
    const url = await ensureDatabase((await start()).url, 'broadsheet');
    const redis = backend === 'redis' ? await bring(openRedis, (one) => one.stop()) : null;
    const config = testConfig({ databaseUrl: url, redisUrl: redis?.url ?? null });
    config.delivery = { ...config.delivery, batchSize };
    const services = await bring(
      () => createServices(config, url, 'torture'),
      (one) => one.close(),
    );
    await migrate(services);
    const newsletter = await openNewsroom(services);
    await addCrowd(services, newsletter, rows);
    return {
      services,
      newsletter,
      crashPostgres: async (awayMs) => {
        await stopServer(findPlace(dataDir), 'immediate');
        await sleep(awayMs);
        await start();
      },
      loseQueue: () => redis?.flush() ?? emptyQueue(services),
      close: stopAll,
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Takes every job and every rhythm out of the queue on PostgreSQL. */
async function emptyQueue({ pool }: Services): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('bullmq.%I', c.relname) as name from pg_class c
     where c.relnamespace = 'bullmq'::regnamespace and c.relkind in ('r', 'p') and c.relname !~ 'migration|meta|version|queues'`,
  );
  await persist(() => pool.query(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`));
}
