import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError, messageOf } from '../errors.ts';
import { requireOwnFolder } from './own-folder.ts';
import { findBinaries, isReachable, type RunAs, sharedFolder } from './postgres-binaries.ts';

const run = promisify(execFile);
const placePrefix = 'broadsheet-data-';

/** Where a cluster is, and who its server runs as. */
export interface Place {
  /** As asked for. */
  dataDir: string;
  /** Where it is. */
  folder: string;
  cluster: string;
  /** Port and password, readable by their owner only. */
  stateFile: string;
  runAs: RunAs | null;
}

export interface State {
  port: number;
  password: string;
}

export function urlOf({ port, password }: State): string {
  return `postgres://app:${password}@127.0.0.1:${port}/postgres`;
}

/** Where the cluster of a data directory is; elsewhere than asked only where `nobody` could not reach it. */
export function findPlace(dataDir: string): Place {
  const runAs = process.getuid?.() === 0 ? findNobody() : null;
  const stamp = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const isFine = runAs === null || isReachable(dirname(dataDir), runAs);
  const folder = isFine ? dataDir : join(sharedFolder(), `${placePrefix}${stamp}`);
  if (!isFine && existsSync(folder)) requireOwnFolder(folder, [0, runAs.uid]);
  return { dataDir, folder, cluster: join(folder, 'cluster'), stateFile: join(folder, 'server.json'), runAs };
}

function findNobody(): RunAs {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/** Whether this folder holds a cluster of ours, or the beginning of one. */
export function hasCluster({ cluster, stateFile }: Place): boolean {
  return existsSync(stateFile) || existsSync(join(cluster, 'PG_VERSION'));
}

/**
 * Port and password of the cluster, or null where there is none yet: it is moved to its place after they are written.
 * @throws AppError where they are gone or damaged and the cluster is there: another one must not take its place.
 */
export function readState({ stateFile, cluster }: Place): State | null {
  if (!existsSync(cluster)) return null;
  try {
    return parseState(readFileSync(stateFile, 'utf8'));
  } catch (error) {
    throw new AppError(
      'damaged_state',
      500,
      `${stateFile} cannot be read: ${messageOf(error)}. It holds the password of the database in ${cluster}: put it back from a copy, or forget everything with: npm start -- --fresh`,
      { cause: error },
    );
  }
}

function parseState(text: string): State {
  const { port, password } = JSON.parse(text) as Partial<State>;
  if (typeof port !== 'number' || typeof password !== 'string')
    throw new TypeError('it has no port and password');
  return { port, password };
}

export function writeState({ stateFile }: Place, state: State): void {
  const next = `${stateFile}.${process.pid}`;
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 });
  renameSync(next, stateFile);
}

/**
 * Makes an empty cluster with a password of its own. It is made beside its place and moved there once it is whole:
 * an initdb whose starter was killed works on, and must not write into the next one's.
 * @throws AppError where initdb fails.
 */
export async function makeCluster(place: Place): Promise<State> {
  makeFolder(place);
  const password = randomBytes(24).toString('hex');
  const next = mkdtempSync(`${place.cluster}.`);
  const passwordFile = `${next}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.runAs !== null)
    for (const path of [next, passwordFile]) chownSync(path, place.runAs.uid, place.runAs.gid);
  try {
    await runInitdb(place, next, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Spread out, so that two clones that start at the same moment seldom want the same one.
  const state = { port: randomInt(50_000, 60_000), password };
  writeState(place, state);
  renameSync(next, place.cluster);
  removeLeftovers(place);
  return state;
}

/**
 * What a start or a removal that was killed has left beside the cluster's place. An initdb may still write into it,
 * until it misses what has been removed.
 */
function removeLeftovers({ folder, cluster }: Place): void {
  const leftovers = readdirSync(folder).filter((name) => name.startsWith(`${basename(cluster)}.`));
  for (const name of leftovers) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 10 });
}

/** Removes the cluster and all that belongs to it; one that is half removed is no cluster any more. */
export function removeFiles({ folder, cluster }: Place): void {
  if (existsSync(cluster)) renameSync(cluster, `${cluster}.removed`);
  rmSync(folder, { recursive: true, force: true });
}

function makeFolder({ dataDir, folder, runAs }: Place): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  // Whoever finds it, elsewhere than asked, is told whose it is.
  if (folder !== dataDir) writeFileSync(join(folder, 'data-directory'), `${dataDir}\n`);
  if (runAs !== null) chownSync(folder, runAs.uid, runAs.gid);
}

async function runInitdb({ folder, runAs }: Place, cluster: string, passwordFile: string): Promise<void> {
  const program = join(await findBinaries(runAs, folder), 'bin', 'initdb');
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['-U', 'app', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const args = ['-D', cluster, ...access, '-E', 'UTF8', ...locale, '--no-sync', '--no-instructions'];
  try {
    await run(program, args, { ...runAs, cwd: folder });
  } catch (error) {
    throw new AppError('database_failed', 500, `initdb failed in ${cluster}: ${String(error)}`, {
      cause: error,
    });
  }
}
