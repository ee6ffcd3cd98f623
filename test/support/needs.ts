import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from '../../src/config.ts';

// Debian keeps some of these out of an ordinary user's PATH.
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

const programs = {
  dovecot: ['dovecot'],
  faketime: ['faketime'],
  // The first is half as dear in processor time: the same engine without a browser's own windows.
  chromium: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
  openssl: ['openssl'],
  postfix: ['postfix'],
  redis: ['redis-server'],
  'smtp-sink': ['smtp-sink'],
  'smtp-source': ['smtp-source'],
  spamassassin: ['spamassassin'],
} as const;

export type Tool = keyof typeof programs;

/** Where a program is on this machine, or null. */
export function findProgram(tool: Tool): string | null {
  const paths = programs[tool].flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/**
 * The `skip` of a test that needs a program: false where it is there, else the reason. In CI the list in
 * BROADSHEET_REQUIRE turns a missing one into a failure.
 */
export function skipWithout(tool: Tool): string | false {
  if (findProgram(tool) !== null) return false;
  if ((process.env['BROADSHEET_REQUIRE'] ?? '').split(',').includes(tool)) {
    throw new Error(`${tool} is required here and is not installed`);
  }
  return `${tool} is not installed on this machine`;
}

/** The folder of test material that nobody in this project wrote; it is beside the project, or nowhere. */
export const dataFolder: string =
  process.env['BROADSHEET_TEST_DATA'] ?? join(projectRoot, '..', 'shared', 'data');

/** The `skip` of a test that reads that material. */
export function skipWithoutData(part: string): string | false {
  const path = join(dataFolder, part);
  return existsSync(path) ? false : `${part} is not beside the project (BROADSHEET_TEST_DATA tells where)`;
}
