import { existsSync, globSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { temporaryFolder } from './temporary-folder.ts';

export interface Clock {
  /** What a process is started with that is to go by this clock. */
  settings: Record<string, string>;
  /** Sets it: so many seconds ahead of the machine's, or behind it. What counts time that passes is not moved by it. */
  set(seconds: number): Promise<void>;
}

/** A clock of its own for processes of the calling test, by libfaketime. */
export async function startClock(seconds = 0): Promise<Clock> {
  const [library] = globSync('/usr/lib/*/faketime/libfaketime.so.1');
  if (library === undefined) throw new Error('libfaketime is not where Debian has it');
  await forgetTheDead();
  const folder = await temporaryFolder('clock');
  after(() => folder.remove());
  const file = join(folder.path, 'offset');
  const set = async (ahead: number): Promise<void> => {
    // In one step: it is read at any moment.
    await writeFile(`${file}.new`, `${ahead < 0 ? '' : '+'}${ahead}\n`);
    await rename(`${file}.new`, file);
  };
  await set(seconds);
  const settings = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
  return { settings, set };
}

/** What libfaketime keeps of a process that was killed, and would trip over in the next one of its number. */
async function forgetTheDead(): Promise<void> {
  for (const path of globSync('/dev/shm/{faketime_shm,sem.faketime_sem}_*'))
    if (!existsSync(`/proc/${path.split('_').at(-1)}`)) await rm(path, { force: true });
}
