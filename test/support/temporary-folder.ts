import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * A folder of the caller's own. Everybody may enter it: as root, PostgreSQL runs as `nobody`, and its data would
 * have to be elsewhere if that one could not.
 */
export async function temporaryFolder(purpose = 'files'): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `broadsheet-${purpose}-`));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
