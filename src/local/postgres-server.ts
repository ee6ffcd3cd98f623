import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../errors.ts';
import { freePort } from './free-port.ts';
import { findBinaries } from './postgres-binaries.ts';
import { type Place, type State, writeState } from './postgres-cluster.ts';
import { findRunning, findServer, forgetReusedPid } from './postgres-running.ts';

const run = promisify(execFile);
const portTries = 5;

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
    // Whoever started it before was killed while it came up, and it was not to be seen yet.
    const found = await findServer(place, next);
    if (found !== null) return found;
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

/** Stops the server, if it runs: `fast` ends its sessions first, `immediate` is as good as a power cut. */
export async function stopServer(place: Place, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (findRunning(place) === null) return;
  const args = ['stop', '-D', place.cluster, '-m', mode, '-w', '-t', '60'];
  await run(await controlProgram(place), args, { ...place.runAs, cwd: place.folder }).catch(
    (error: unknown) => {
      // It may have ended between the look and the call.
      if (findRunning(place) !== null) throw error;
    },
  );
}
