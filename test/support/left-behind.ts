import { existsSync, globSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../../src/local/postgres-binaries.ts';

/** The processes that work in a folder or were started with a path in it, a line each; none where there is no /proc. */
export function processesOf(folder: string): string[] {
  return globSync('/proc/[0-9]*').flatMap((process) => {
    try {
      const command = readFileSync(join(process, 'cmdline'), 'utf8').replaceAll('\0', ' ').trim();
      const place = readlinkSync(join(process, 'cwd'));
      return `${command} `.includes(folder) || place.startsWith(folder)
        ? [`process ${process.slice(6)}: ${command}`]
        : [];
    } catch {
      // It has ended meanwhile, or is another user's.
      return [];
    }
  });
}

/** Folders outside of a data directory that were made for one below this folder. */
export function outsideOf(folder: string): string[] {
  return globSync(join(sharedFolder(), 'broadsheet-data-*')).filter((place) => {
    const note = join(place, 'data-directory');
    return existsSync(note) && readFileSync(note, 'utf8').startsWith(folder);
  });
}
