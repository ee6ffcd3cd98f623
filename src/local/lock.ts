import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Conflict } from '../errors.ts';
import { tryLock } from './file-lock.ts';

/**
 * Holds the data directory for one `npm start`; gives what frees it again.
 * @throws Conflict naming the process that holds it. One that was killed holds nothing.
 */
export function lockDataDirectory(dataDir: string): () => void {
  const lock = tryLock(join(dataDir, 'start.lock'), 'alone');
  // Only for people to read: the number may be another program's by now, the lock is what holds.
  const holderFile = join(dataDir, 'start.pid');
  if (lock === null) {
    const holder = readHolder(holderFile);
    throw new Conflict(
      `Broadsheet already runs from here, as process ${holder}. Stop that one first, with Ctrl-C or: kill ${holder}\n  (${dataDir} is in use; DATA_DIR names another folder.)`,
    );
  }
  writeFileSync(holderFile, String(process.pid));
  return () => {
    rmSync(holderFile, { force: true });
    lock.release();
  };
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
