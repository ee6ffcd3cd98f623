import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isGiven } from '../config.ts';
import { localSettingsFile } from '../settings-file.ts';
import { removeCluster } from './postgres.ts';
import { paymentsFile } from './payments-file.ts';
import { forgetLocalSettings } from './settings.ts';

/**
 * Removes what `npm start` keeps in a data directory, and nothing that it has not made. The keys stay where the
 * database is somebody else's: without them it could not tell who was erased.
 * @throws Conflict where a command still uses the database.
 */
export async function forget(dataDir: string): Promise<void> {
  await removeCluster(join(dataDir, 'postgres'));
  if (!existsSync(join(dataDir, localSettingsFile))) return;
  for (const name of ['inbox', 'log', paymentsFile])
    rmSync(join(dataDir, name), { recursive: true, force: true });
  forgetLocalSettings(dataDir, { keepKeys: isGiven('DATABASE_URL') });
}
