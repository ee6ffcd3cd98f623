import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGiven } from '../config.ts';
import { AppError, messageOf } from '../errors.ts';
import { type LocalSettings, localSettingsFile, readSettingsFile } from '../settings-file.ts';
import { stillLocked, tryLock } from './file-lock.ts';

const keyNames = ['SECRET_KEYS', 'SUPPRESSION_KEY'] as const;
const waitMs = 10_000;

/**
 * What the data directory keeps, or nothing where it is new.
 * @throws AppError where the file is damaged: with new keys no link in a mail that is out would work, and nobody
 * who was erased would be recognised.
 */
export function readLocalSettings(dataDir: string): LocalSettings {
  try {
    return readSettingsFile(dataDir);
  } catch (error) {
    const path = join(dataDir, localSettingsFile);
    throw new AppError(
      'damaged_settings',
      500,
      `${path} cannot be read: ${messageOf(error)}. It holds this newsroom's keys: put it back from a copy, or, without DATABASE_URL, forget everything with: npm start -- --fresh`,
      { cause: error },
    );
  }
}

/** Adds settings to those that the data directory keeps. */
export function keepLocalSettings(dataDir: string, settings: LocalSettings): void {
  changeSettings(dataDir, (known) => ({ ...known, ...settings }));
}

/** Makes the keys of this machine's own newsroom that nobody gave: links signed with them must work after a restart. */
export function ensureLocalKeys(dataDir: string): void {
  const needed = keyNames.filter((name) => !isGiven(name));
  const lacks = (known: LocalSettings): boolean => needed.some((name) => !known[name]);
  if (!lacks(readLocalSettings(dataDir))) return;
  changeSettings(dataDir, (known) => ({ ...known, ...newKeys(needed.filter((name) => !known[name])) }));
}

function newKeys(names: ReadonlyArray<(typeof keyNames)[number]>): LocalSettings {
  const key = (): string => randomBytes(32).toString('base64');
  return Object.fromEntries(names.map((name) => [name, name === 'SECRET_KEYS' ? `local1:${key()}` : key()]));
}

/** Forgets all settings, or all but the keys: a database that is not ours still holds what was made with them. */
export function forgetLocalSettings(dataDir: string, { keepKeys }: { keepKeys: boolean }): void {
  if (!keepKeys) return rmSync(join(dataDir, localSettingsFile), { force: true });
  changeSettings(dataDir, (known) =>
    Object.fromEntries(Object.entries(known).filter(([name]) => keyNames.some((key) => key === name))),
  );
}

/** Replaces the file as a whole, readable by its owner only; two at once do not undo each other's change. */
function changeSettings(dataDir: string, change: (known: LocalSettings) => LocalSettings): void {
  const path = join(dataDir, localSettingsFile);
  const lock = tryLock(`${path}.lock`, 'alone', waitMs);
  if (lock === null) throw stillLocked(path, waitMs);
  try {
    const next = `${path}.${process.pid}`;
    writeFileSync(next, `${JSON.stringify(change(readLocalSettings(dataDir)), null, 2)}\n`, { mode: 0o600 });
    chmodSync(next, 0o600);
    renameSync(next, path);
  } finally {
    lock.release();
  }
}
