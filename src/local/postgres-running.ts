import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, codeOf, messageOf } from '../errors.ts';
import { type Place, type State, urlOf, writeState } from './postgres-cluster.ts';

/** The process that works on a cluster. */
export interface Server {
  pid: number;
  /** Null until it has opened it: before, another program may hold the port it wants. */
  port: number | null;
}

const wakesWithinMs = 60_000;
const askMs = 3_000;
const askAgainMs = 100;

/**
 * The state with the port of the server that runs on a cluster, once that answers, or null where none runs. One that
 * is coming up or ending is waited for. Where its port is another than last time's, the state is written anew.
 * @throws AppError where it refuses the password, or does not answer in time: no other one can take its place.
 */
export async function findServer(
  place: Place,
  state: State,
  withinMs = wakesWithinMs,
): Promise<State | null> {
  let said = 'it has opened no port';
  for (const end = performance.now() + withinMs; ; await sleep(askAgainMs)) {
    const server = findRunning(place);
    if (server === null) return null;
    const { pid, port } = server;
    const next = { ...state, port: port ?? state.port };
    const leftMs = Math.max(1, end - performance.now());
    const error = port === null ? new Error(said) : await ask(next, Math.min(leftMs, askMs));
    if (error === null) {
      if (next.port !== state.port) writeState(place, next);
      return next;
    }
    said = messageOf(error);
    // Invalid authorization, by the classes of PostgreSQL's error codes: it will not be another answer later.
    if (codeOf(error).startsWith('28')) throw refused(place, pid, said);
    if (performance.now() > end) throw silent(place, pid, withinMs, said);
  }
}

/** Null where the server answers, else what it said instead. */
async function ask(state: State, withinMs: number): Promise<Error | null> {
  const client = new pg.Client({
    connectionString: urlOf(state),
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  });
  // A server that ends meanwhile must not take this process with it.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  } finally {
    await client.end().catch(() => {});
  }
}

function refused({ cluster, stateFile }: Place, pid: number, said: string): AppError {
  return new AppError(
    'database_failed',
    500,
    `PostgreSQL, process ${pid}, works on ${cluster} and does not take the password in ${stateFile}: ${said}. Put that file back from a copy, or forget everything with: npm start -- --fresh`,
  );
}

function silent({ cluster }: Place, pid: number, withinMs: number, said: string): AppError {
  return new AppError(
    'database_failed',
    500,
    `PostgreSQL, process ${pid}, works on ${cluster} and did not answer within ${withinMs / 1000} s: ${said}. Try again later, or end it with: kill -INT ${pid}`,
  );
}

/** The server that its `postmaster.pid` names, where that process is one; what a killed one left behind names none. */
export function findRunning(place: Place): Server | null {
  const lines = readPidFile(place);
  const pid = pidOf(lines);
  if (pid === null || !isServer(pid, place)) return null;
  // Of the file's eight lines the fourth is the port; the last one is written once the port is open.
  const port = Number(lines[3]);
  const isOpen = lines[7] !== undefined && lines[7] !== '';
  return { pid, port: isOpen && Number.isInteger(port) && port > 0 ? port : null };
}

/**
 * A server that was killed leaves its number behind, and PostgreSQL does not start while that is another program's,
 * as after each restart of a container.
 */
export function forgetReusedPid(place: Place): void {
  const pid = pidOf(readPidFile(place));
  if (pid !== null && isAlive(pid) && !isServer(pid, place)) rmSync(pidFileOf(place), { force: true });
}

function pidFileOf({ cluster }: Place): string {
  return join(cluster, 'postmaster.pid');
}

/** No lines where there is no such file; it may vanish at any moment. */
function readPidFile(place: Place): string[] {
  try {
    return readFileSync(pidFileOf(place), 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function pidOf([line = '']: string[]): number | null {
  const pid = Number(line.trim());
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** Whether a process is the server of this cluster, and not what has got the number of one that is gone. */
function isServer(pid: number, { cluster }: Place): boolean {
  if (!isAlive(pid)) return false;
  return process.platform === 'linux' ? isServerByProc(pid, cluster) : isServerByName(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** PostgreSQL works in its cluster, as the cluster's owner: another cluster's server is told apart. */
function isServerByProc(pid: number, cluster: string): boolean {
  const folder = `/proc/${pid}`;
  try {
    if (readFileSync(join(folder, 'comm'), 'utf8').trim() !== 'postgres') return false;
    return statSync(folder).uid === statSync(cluster).uid && worksIn(folder, cluster);
  } catch {
    // It has ended between two looks.
    return false;
  }
}

function worksIn(folder: string, cluster: string): boolean {
  try {
    return readlinkSync(join(folder, 'cwd')) === realpathSync(cluster);
  } catch (error) {
    // Not to be seen, as for another user's process.
    return codeOf(error) === 'EACCES';
  }
}

/** Where there is no /proc its name has to do; on Windows, that it lives. */
function isServerByName(pid: number): boolean {
  if (process.platform === 'win32') return true;
  try {
    const name = execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' });
    return name.trim().endsWith('postgres');
  } catch {
    return false;
  }
}
