import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/config.ts';
import { serverPort } from './server-port.ts';
import { until } from './until.ts';

export { temporaryFolder } from './temporary-folder.ts';

/** `npm start` in a data directory of a test's own. */
export interface Start {
  output(): string;
  /** The site's address, once the start says that it is ready. */
  site: string;
  inbox: string;
  readyAfterMs: number;
  signal(name: NodeJS.Signals): void;
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
}

/** An environment without anything of this machine's own settings. */
export function bareEnvironment(dataDir: string, more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = tmpdir(), NODE_COMPILE_CACHE = '' } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, DATA_DIR: dataDir, ...more };
}

/** Ports of a test's own: other tests run beside it, and so may a developer's `npm start`. */
export async function startPorts(): Promise<
  Record<'PORT' | 'INBOX_PORT' | 'INBOX_SMTP_PORT' | 'STRIPE_SANDBOX_PORT', string>
> {
  const chosen = new Set<number>();
  // None of them is listened on yet, so that one may be drawn twice.
  while (chosen.size < 4) chosen.add(await serverPort());
  const [web, inbox, smtp, stripe] = [...chosen].map(String);
  return {
    PORT: web ?? '',
    INBOX_PORT: inbox ?? '',
    INBOX_SMTP_PORT: smtp ?? '',
    STRIPE_SANDBOX_PORT: stripe ?? '',
  };
}

/** Runs `npm start` until it is ready. */
export async function start(
  dataDir: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<Start> {
  const began = performance.now();
  const { child, output, ended } = launch(dataDir, args, env);
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`npm start ended:\n${output()}`);
      return output().includes('Ready after');
    },
    'npm start is ready',
    90,
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${String(error)}\n${output()}`);
  });
  const addressAfter = (word: string): string =>
    new RegExp(`${word} +(http://\\S+)`).exec(output())?.[1] ?? '';
  return {
    output,
    site: addressAfter('site'),
    inbox: addressAfter('inbox'),
    readyAfterMs: performance.now() - began,
    signal: (name) => void child.kill(name),
    stop: async () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** Runs `npm start` where it is expected to end by itself. */
export async function startInVain(
  dataDir: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const { output, ended } = launch(dataDir, args, env);
  return { code: await ended, output: output() };
}

export const ctrlC = (child: ChildProcess): void => void child.kill('SIGINT');

/** Runs `npm start` until it says so, or so many milliseconds after its first words; does something to it, and waits for its end. */
export async function startUntil(
  dataDir: string,
  when: number | string,
  interrupt: (child: ChildProcess) => void,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
): Promise<{ code: number | null; output: string }> {
  const { child, output, ended } = launch(dataDir, args, env);
  const words = typeof when === 'string' ? when : 'Broadsheet';
  await until(() => output().includes(words), `it says ${words}`, 90).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${String(error)}\n${output()}`);
  });
  if (typeof when === 'number') await sleep(when);
  interrupt(child);
  return { code: await ended, output: output() };
}

function launch(dataDir: string, args: string[], env: Record<string, string>) {
  let text = '';
  const script = join(projectRoot, 'src', 'local', 'start.ts');
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: bareEnvironment(dataDir, env),
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += String(part)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => text, ended };
}
