import { join } from 'node:path';
import { ensureDatabase, startPostgres } from '../src/local/postgres.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';

/** Runs a benchmark on a PostgreSQL of its own, with the settings of a production server: commits are durable. */
export async function withPostgres<R>(bench: (databaseUrl: string) => Promise<R>): Promise<R> {
  const folder = await temporaryFolder('bench');
  const postgres = await startPostgres({ dataDir: join(folder.path, 'postgres') });
  try {
    return await bench(await ensureDatabase(postgres.url, 'broadsheet'));
  } finally {
    await postgres.stop();
    await folder.remove();
  }
}
