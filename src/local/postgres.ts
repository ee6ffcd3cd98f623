import { resolve } from 'node:path';
import pg from 'pg';
import { Conflict } from '../errors.ts';
import { alone, type FileLock, tryLock } from './file-lock.ts';
import {
  findPlace,
  hasCluster,
  makeCluster,
  type Place,
  readState,
  removeFiles,
  type State,
  urlOf,
} from './postgres-cluster.ts';
import { findServer } from './postgres-running.ts';
import { startOnFreePort, stopServer } from './postgres-server.ts';

export interface EmbeddedPostgres {
  /** Of the maintenance database; `ensureDatabase` makes one's own. */
  url: string;
  port: number;
  /** True where the server was running already. */
  reused: boolean;
  /** Leaves the server; it ends with the last process that uses it. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  dataDir: string;
  /** Server settings, such as `fsync: 'off'` for tests. */
  settings?: Record<string, string>;
}

// Longer than a server needs to start and to stop.
const waitMs = 150_000;

// Two locks beside the data, which outlive it where it is removed. One lets a single process at a time look, start
// and stop, so that two commands at once make one server. The other is shared by all that use the server: who
// leaves asks for it alone, and gets it only where nobody else is left. What was killed shares it no more.
const turnOf = (dataDir: string): string => `${dataDir}.lock`;
const useOf = (dataDir: string): string => `${dataDir}.users`;

/**
 * Starts the embedded PostgreSQL on 127.0.0.1 and a free port, making its cluster where there is none, or takes
 * up the one that still runs. As root it runs as `nobody`, in a folder which that user can reach.
 * @throws AppError with the end of the server's log where it does not start.
 */
export async function startPostgres({ dataDir, settings = {} }: PostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(dataDir);
  return alone(turnOf(folder), waitMs, async () => {
    const place = findPlace(folder);
    const { state, reused } = await takeUp(place, settings);
    const use = tryLock(useOf(folder), 'shared');
    const stop = (): Promise<void> => leave(folder, place, use);
    return { url: urlOf(state), port: state.port, reused, stop };
  });
}

async function takeUp(
  place: Place,
  settings: Record<string, string>,
): Promise<{ state: State; reused: boolean }> {
  const known = readState(place);
  const running = known && (await findServer(place, known));
  if (running !== null) return { state: running, reused: true };
  const state = known ?? (await makeCluster(place));
  return { state: await startOnFreePort(place, state, settings), reused: false };
}

async function leave(folder: string, place: Place, use: FileLock | null): Promise<void> {
  await alone(turnOf(folder), waitMs, async () => {
    use?.release();
    await withoutUsers(folder, () => stopServer(place));
  });
}

/** Does it where nobody uses the server, and tells whether it did. */
async function withoutUsers(folder: string, work: () => Promise<void>): Promise<boolean> {
  const only = tryLock(useOf(folder), 'alone');
  if (only === null) return false;
  try {
    await work();
  } finally {
    only.release();
  }
  return true;
}

/**
 * Removes the cluster of a data directory, wherever it is and whatever is wrong with it.
 * @throws Conflict where somebody uses it.
 */
export async function removeCluster(dataDir: string): Promise<void> {
  const folder = resolve(dataDir);
  const place = findPlace(folder);
  if (!hasCluster(place)) return;
  await alone(turnOf(folder), waitMs, async () => {
    const isRemoved = await withoutUsers(folder, async () => {
      // What cannot be stopped any more ends by itself once its files are gone.
      await stopServer(place, 'immediate').catch(() => {});
      removeFiles(place);
    });
    if (!isRemoved)
      throw new Conflict(
        `the database in ${place.folder} is used by another command; try again once it has ended`,
      );
  });
}

/** Makes a database where it does not exist, and gives its address. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Another process made it between the look and the call.
    const isThere = error instanceof pg.DatabaseError && ['23505', '42P04'].includes(error.code ?? '');
    if (!isThere) throw error;
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
