import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, startPostgres } from '../src/local/postgres.ts';

/** Runs a benchmark on a PostgreSQL of its own, with the settings of a production server: commits are durable. */
export async function withPostgres(bench: (databaseUrl: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    await bench(await ensureDatabase(postgres.url, 'broadsheet'));
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
