import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import type { Services } from '../../src/services.ts';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** `bin/broadsheet` with a test's database, as a person's terminal runs it. */
export function commandFor(
  { config }: Services,
  settings: Record<string, string> = {},
): (...args: string[]) => Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'test',
    DATA_DIR: '/nonexistent',
    LOG_LEVEL: 'silent',
    DATABASE_URL: config.databaseUrl ?? '',
    PUBLIC_URL: config.publicUrl,
    SECRET_KEYS: config.secretKeys.map(({ id, secret }) => `${id}:${secret.toString('base64')}`).join(','),
    SUPPRESSION_KEY: config.suppressionKey.toString('base64'),
    ...settings,
  };
  const program = join(projectRoot, 'bin', 'broadsheet');
  return (...args) =>
    new Promise((resolve) => {
      execFile(program, args, { env, cwd: '/' }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
}
