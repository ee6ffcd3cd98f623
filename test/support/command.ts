import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import type { Services } from '../../src/services.ts';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

type Run = (...args: string[]) => Promise<Ended>;

/** The command line with a test's database; where its log is looked at, by `bin/broadsheet` itself. */
export function commandFor(services: Services, settings: Record<string, string> = {}): Run {
  const env = environmentFor(services, settings);
  return settings['LOG_LEVEL'] === undefined ? commandIn(env) : programWith(env);
}

/**
 * The command line in an environment. One command after another is run by one process, those at the same time by
 * `bin/broadsheet` itself.
 */
export function commandIn(env: NodeJS.ProcessEnv): Run {
  const run = programWith(env);
  let server: ChildProcess | null = null;
  let isBusy = false;
  return async (...args) => {
    if (isBusy) return run(...args);
    isBusy = true;
    try {
      server ??= startServer(env);
      const ended = await ask(server, args);
      if (ended !== null) return ended;
      // The command ended its process; what it said by then is heard from one of its own.
      server = null;
      return await run(...args);
    } finally {
      isBusy = false;
    }
  };
}

function environmentFor({ config }: Services, settings: Record<string, string>): NodeJS.ProcessEnv {
  return {
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
}

function startServer(env: NodeJS.ProcessEnv): ChildProcess {
  const path = join(projectRoot, 'test', 'support', 'command-server.ts');
  const compiled = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };
  const server = fork(path, {
    env: { ...env, ...compiled },
    cwd: '/',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return server;
}

async function ask(server: ChildProcess, args: string[]): Promise<Ended | null> {
  server.ref();
  server.channel?.ref();
  const answer = Promise.race([once(server, 'message'), once(server, 'exit').then(() => [null])]);
  server.send(args);
  const [ended] = (await answer) as [Ended | null];
  // A test file ends without it, and takes it along.
  server.channel?.unref();
  server.unref();
  return ended;
}

/** `bin/broadsheet` as a person's terminal runs it. */
function programWith(env: NodeJS.ProcessEnv): Run {
  const program = join(projectRoot, 'bin', 'broadsheet');
  return (...args) =>
    new Promise((resolve) => {
      execFile(program, args, { env, cwd: '/' }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
}
