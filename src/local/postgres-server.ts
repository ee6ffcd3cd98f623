import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { AppError, codeOf } from '../errors.ts';
import { freePort } from './free-port.ts';
import { findBinaries } from './postgres-binaries.ts';
import { type Place, type State, writeState } from './postgres-cluster.ts';

const run = promisify(execFile);
const portTries = 5;
const wakesWithinMs = 60_000;

export function urlOf({ port, password }: State): string {
  return `postgres://app:${password}@127.0.0.1:${port}/postgres`;
}

/** Whether a server with our password answers at the port of last time; one that is just starting is waited for. */
export async function answers(state: State): Promise<boolean> {
  const end = performance.now() + wakesWithinMs;
  for (;;) {
    const code = await askOnce(state);
    // "The database system is starting up", or recovering, or shutting down.
    if (code !== '57P03' || performance.now() > end) return code === null;
    await sleep(100);
  }
}

/** Null where it answers, else the code of the error. */
async function askOnce(state: State): Promise<string | null> {
  const client = new pg.Client({ connectionString: urlOf(state), connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.query('select 1');
    return null;
  } catch (error) {
    return codeOf(error) || 'unknown';
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Starts the server on a free port, and gives the state with that. Another process may take the port between the
 * look and the start, so it is tried more than once.
 * @throws AppError with the end of the server's log where it does not start.
 */
export async function startOnFreePort(
  place: Place,
  state: State,
  settings: Record<string, string>,
  triesLeft = portTries,
): Promise<State> {
  const { port } = await freePort(state.port, '127.0.0.1');
  const next = { ...state, port };
  writeState(place, next);
  try {
    await startServer(place, next, settings);
    return next;
  } catch (error) {
    // Whoever started it before was killed while it came up: it is there, and did not answer yet.
    if (isRunning(place) && (await answers(next))) return next;
    const { taken } = await freePort(port, '127.0.0.1');
    if (!taken || triesLeft === 0) throw error;
    return startOnFreePort(place, { ...state, port: port + 1 }, settings, triesLeft - 1);
  }
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
  const logFile = join(place.folder, 'server.log');
  forgetReusedPid(place);
  const args = ['start', '-w', '-t', '60', '-D', place.cluster, '-l', logFile, '-o', options.join(' ')];
  try {
    await runDetached(await controlProgram(place), args, place);
  } catch (error) {
    const end = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n').slice(-8).join('\n') : '';
    throw new AppError('database_failed', 500, `PostgreSQL did not start; the end of ${logFile}:\n${end}`, {
      cause: error,
    });
  }
}

async function controlProgram({ runAs, folder }: Place): Promise<string> {
  return join(await findBinaries(runAs, folder), 'bin', 'pg_ctl');
}

/** Runs pg_ctl in a session of its own, so that a Ctrl-C in our terminal does not reach the server. */
function runDetached(program: string, args: string[], { runAs, folder }: Place): Promise<void> {
  const log = openSync(join(folder, 'pg_ctl.log'), 'a', 0o600);
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: folder,
      ...runAs,
    });
    closeSync(log);
    child.on('error', fail);
    child.on('exit', (code) =>
      code === 0 ? done() : fail(new Error(`${basename(program)} ended with ${code}`)),
    );
  });
}

function isRunning({ cluster }: Place): boolean {
  return existsSync(join(cluster, 'postmaster.pid'));
}

/**
 * A server that was killed leaves its number behind, and PostgreSQL does not start while that is another program's,
 * as after each restart of a container.
 */
function forgetReusedPid({ cluster }: Place): void {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const program = `/proc/${Number.parseInt(readFileSync(pidFile, 'utf8'), 10)}/comm`;
  if (existsSync(program) && readFileSync(program, 'utf8').trim() !== 'postgres') rmSync(pidFile);
}

/** Stops the server, if it runs: `fast` ends its sessions first, `immediate` is as good as a power cut. */
export async function stopServer(place: Place, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (!isRunning(place)) return;
  const args = ['stop', '-D', place.cluster, '-m', mode, '-w', '-t', '60'];
  await run(await controlProgram(place), args, { ...place.runAs, cwd: place.folder }).catch(
    (error: unknown) => {
      // It may have ended between the look and the call.
      if (isRunning(place)) throw error;
    },
  );
}
