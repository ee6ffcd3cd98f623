import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { freePort } from './free-port.ts';
import { findBinaries, isReachable, type RunAs, sharedFolder } from './postgres-binaries.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Of the maintenance database; `ensureDatabase` makes one's own. */
  url: string;
  port: number;
  /** True where the server was running already and somebody else stops it. */
  reused: boolean;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  dataDir: string;
  /** Server settings, such as `fsync: 'off'` for tests. */
  settings?: Record<string, string>;
}

interface Place {
  bin: string;
  cluster: string;
  /** Port and password, readable by their owner only. */
  stateFile: string;
  runAs: RunAs | null;
}

interface State {
  port: number;
  password: string;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1 and a free port, making its cluster where there is none, or takes
 * up the one that still runs. As root it runs as `nobody`, in a folder which that user can reach.
 * @throws AppError with the end of the server's log where it does not start.
 */
export async function startPostgres({ dataDir, settings = {} }: PostgresOptions): Promise<EmbeddedPostgres> {
  const place = await choosePlace(resolve(dataDir));
  const known = readState(place);
  if (known !== null && (await answers(known))) return describe(place, known, true);
  const state = known ?? (await makeCluster(place));
  const started = await startOnFreePort(place, state, settings);
  return describe(place, started, false);
}

/** Another process may take the port between the look and the start, so it is tried more than once. */
async function startOnFreePort(
  place: Place,
  state: State,
  settings: Record<string, string>,
  triesLeft = 5,
): Promise<State> {
  const { port } = await freePort(state.port, '127.0.0.1');
  const next = { ...state, port };
  writeState(place, next);
  try {
    await startServer(place, next, settings);
    return next;
  } catch (error) {
    const { taken } = await freePort(port, '127.0.0.1');
    if (!taken || triesLeft === 0) throw error;
    return startOnFreePort(place, { ...state, port: port + 1 }, settings, triesLeft - 1);
  }
}

/** Makes a database where it does not exist, and gives its address. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Where the cluster of a data directory is; elsewhere than asked only where `nobody` could not reach it. */
async function choosePlace(dataDir: string): Promise<Place> {
  const runAs = process.getuid?.() === 0 ? findNobody() : null;
  const bin = join(await findBinaries(runAs), 'bin');
  const stamp = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const reachable = runAs === null || isReachable(dirname(dataDir), runAs);
  const folder = reachable ? dataDir : join(sharedFolder(), `broadsheet-data-${stamp}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (runAs !== null) chownSync(folder, runAs.uid, runAs.gid);
  return { bin, cluster: join(folder, 'cluster'), stateFile: join(folder, 'server.json'), runAs };
}

/** Removes the cluster of a data directory, wherever it is; the server must have been stopped. */
export async function removeCluster(dataDir: string): Promise<void> {
  const { cluster } = await choosePlace(resolve(dataDir));
  rmSync(dirname(cluster), { recursive: true, force: true });
}

function findNobody(): RunAs {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

function readState({ stateFile, cluster }: Place): State | null {
  // The state is written after initdb has ended, so one without it is half made and is made again.
  if (!existsSync(stateFile) || !existsSync(join(cluster, 'PG_VERSION'))) return null;
  return JSON.parse(readFileSync(stateFile, 'utf8')) as State;
}

function writeState({ stateFile }: Place, state: State): void {
  const next = `${stateFile}.${process.pid}`;
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 });
  renameSync(next, stateFile);
}

function urlOf({ port, password }: State): string {
  return `postgres://app:${password}@127.0.0.1:${port}/postgres`;
}

/** Whether a server with our password answers at the port of last time. */
async function answers(state: State): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(state), connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function makeCluster(place: Place): Promise<State> {
  rmSync(place.cluster, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  const passwordFile = join(dirname(place.cluster), 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.runAs !== null) chownSync(passwordFile, place.runAs.uid, place.runAs.gid);
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = [
    '-D',
    place.cluster,
    '-U',
    'app',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    ...locale,
  ];
  try {
    await run(join(place.bin, 'initdb'), [...args, '--no-sync', '--no-instructions'], {
      ...place.runAs,
      cwd: dirname(place.cluster),
    });
  } catch (error) {
    throw new AppError('database_failed', 500, `initdb failed in ${place.cluster}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Spread out, so that two clones that start at the same moment seldom want the same one.
  const state = { port: randomInt(50_000, 60_000), password };
  writeState(place, state);
  return state;
}

async function startServer(place: Place, { port }: State, settings: Record<string, string>): Promise<void> {
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    ...settings,
  };
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`);
  const logFile = join(dirname(place.cluster), 'server.log');
  const args = ['start', '-w', '-t', '60', '-D', place.cluster, '-l', logFile, '-o', options.join(' ')];
  try {
    await runDetached(join(place.bin, 'pg_ctl'), args, place);
  } catch (error) {
    const end = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(-8).join('\n') : '';
    throw new AppError('database_failed', 500, `PostgreSQL did not start; the end of ${logFile}:\n${end}`, {
      cause: error,
    });
  }
}

/** Runs pg_ctl in a session of its own, so that a Ctrl-C in our terminal does not reach the server. */
function runDetached(program: string, args: string[], { runAs, cluster }: Place): Promise<void> {
  const log = openSync(join(dirname(cluster), 'pg_ctl.log'), 'a', 0o600);
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: dirname(cluster),
      ...runAs,
    });
    closeSync(log);
    child.on('error', fail);
    child.on('exit', (code) =>
      code === 0 ? done() : fail(new Error(`${basename(program)} ended with ${code}`)),
    );
  });
}

function describe(place: Place, state: State, reused: boolean): EmbeddedPostgres {
  return { url: urlOf(state), port: state.port, reused, stop: () => stopServer(place) };
}

async function stopServer(place: Place): Promise<void> {
  if (!existsSync(join(place.cluster, 'postmaster.pid'))) return;
  const args = ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '60'];
  await run(join(place.bin, 'pg_ctl'), args, { ...place.runAs, cwd: dirname(place.cluster) }).catch(
    (error: unknown) => {
      // It may have ended between the look and the call.
      if (existsSync(join(place.cluster, 'postmaster.pid'))) throw error;
    },
  );
}
