import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localSettingsFile } from '../config.ts';

/** Settings by their names in the environment, as kept in the data directory. */
export type LocalSettings = Record<string, string>;

/** What the data directory keeps, or nothing where it is new. A file that cannot be read is config.ts's to report. */
export function readLocalSettings(dataDir: string): LocalSettings {
  try {
    return JSON.parse(readFileSync(join(dataDir, localSettingsFile), 'utf8')) as LocalSettings;
  } catch {
    return {};
  }
}

/** Adds settings to those that the data directory keeps; readable by their owner only, replaced as a whole. */
export function keepLocalSettings(dataDir: string, settings: LocalSettings): void {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, localSettingsFile);
  const next = `${path}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify({ ...readLocalSettings(dataDir), ...settings }, null, 2)}\n`, {
    mode: 0o600,
  });
  chmodSync(next, 0o600);
  renameSync(next, path);
}

/** Makes the keys of this machine's own newsroom, once: links signed with them must work after a restart. */
export function ensureLocalKeys(dataDir: string): void {
  const known = readLocalSettings(dataDir);
  if (known['SECRET_KEYS'] && known['SUPPRESSION_KEY']) return;
  const key = (): string => randomBytes(32).toString('base64');
  keepLocalSettings(dataDir, { SECRET_KEYS: `local1:${key()}`, SUPPRESSION_KEY: key(), ...known });
}
