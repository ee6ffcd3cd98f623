import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import { type Migration, Migrator } from 'kysely/migration';
import { sql } from 'kysely';
import { projectRoot } from './config.ts';
import type { Database } from './db.ts';
import { AppError, messageOf } from './errors.ts';

const folder = join(projectRoot, 'migrations');

/**
 * Brings the database to the newest migration, ours first and then the queue's, and gives the names of those
 * that were run. Safe to call from several processes at once: one does the work, the others wait.
 * @throws AppError naming the migration that failed; nothing of it remains.
 */
export async function migrate(database: Database): Promise<string[]> {
  const { error, results = [] } = await createMigrator(database).migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (error !== undefined) {
    const name = failed?.migrationName ?? 'the migrations';
    throw new AppError('migration_failed', 500, `${name} could not be run: ${messageOf(error)}`, {
      cause: error,
    });
  }
  await migrateQueue(database);
  return results.map((result) => result.migrationName);
}

/** The names of migrations that the database has not had yet. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const all = await createMigrator(database).getMigrations();
  return all.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}

function createMigrator({ db }: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: readMigrations } });
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).sort();
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const text = await readFile(join(folder, file), 'utf8');
    return [file.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function migrateQueue({ pool }: Database): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client, 'bullmq');
  } finally {
    client.release();
  }
}
