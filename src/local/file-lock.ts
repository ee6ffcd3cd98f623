import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, messageOf } from '../errors.ts';

export interface FileLock {
  /** Safe to call again. */
  release(): void;
}

const lookAgainMs = 50;
const sqliteBusy = 5;

/**
 * Locks a file, alone or together with others that share it; null where somebody else's lock stands against that.
 *
 * Node has no flock. SQLite, which it brings, has the kernel lock a file, on each platform: such a lock ends with
 * its process, also after a kill, so that none is ever left behind, and no number of a process can be mistaken.
 * The file stays empty and must not be opened otherwise: closing it would free the lock (fcntl, POSIX).
 * @param waitMs blocks this process for as long at the most
 */
export function tryLock(path: string, mode: 'alone' | 'shared', waitMs = 0): FileLock | null {
  let file: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    file = new DatabaseSync(path, { timeout: waitMs });
    file.exec('pragma journal_mode = off');
    file.exec(mode === 'alone' ? 'begin exclusive' : 'begin; select * from sqlite_schema');
  } catch (error) {
    file?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return null;
    throw new AppError('lock_failed', 500, `${path} cannot be locked: ${messageOf(error)}`, { cause: error });
  }
  return freeOnce(file);
}

function freeOnce(file: DatabaseSync): FileLock {
  return {
    release: () => {
      if (file.isOpen) file.close();
    },
  };
}

/** What to throw where a lock was waited for in vain. */
export function stillLocked(path: string, waitMs: number): AppError {
  return new AppError('still_locked', 500, `another process has held ${path} for ${waitMs / 1000} s`);
}

/**
 * Does something while nobody else does what this file stands for, and waits for that.
 * @throws AppError where others take longer than the given time.
 */
export async function alone<T>(path: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + waitMs;
  let lock = tryLock(path, 'alone');
  for (; lock === null && performance.now() < end; lock = tryLock(path, 'alone')) await sleep(lookAgainMs);
  if (lock === null) throw stillLocked(path, waitMs);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
