import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from './errors.ts';

/** Settings by their names in the environment, as kept in the data directory. */
export type LocalSettings = Record<string, string>;

/** Settings that `npm start` worked out on this machine (ports, keys) are kept here, in the data directory. */
export const localSettingsFile = 'local-settings.json';

/**
 * What the data directory keeps, or nothing where it is new.
 * @throws Error where the file is damaged or cannot be read.
 */
export function readSettingsFile(dataDir: string): LocalSettings {
  let text: string;
  try {
    text = readFileSync(join(dataDir, localSettingsFile), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw error;
  }
  const settings = z.record(z.string(), z.string()).safeParse(JSON.parse(text));
  if (!settings.success) throw new Error('it is not an object of texts');
  return settings.data;
}
