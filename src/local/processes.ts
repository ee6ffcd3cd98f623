import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config.ts';
import { AppError } from '../errors.ts';

/** One of the product's own processes, kept running. */
export interface KeptProcess {
  name: string;
  logFile: string;
  /** Resolves once the process says that it works; rejects where it ends before. */
  ready: Promise<void>;
  /** Asks it to end, waits, and kills it after the grace time. */
  stop(graceMs: number): Promise<void>;
}

export interface ProcessOptions {
  name: 'web' | 'worker';
  script: string;
  env: Record<string, string>;
  dataDir: string;
  say(line: string): void;
}

const restartDelayMs = 1_000;

/**
 * Starts a process as the Procfile does and starts it again where it dies. It is in a process group of its own,
 * so that Ctrl-C reaches it in order and not at once, and ends by itself when this process is gone.
 */
export function keepProcess({ name, script, env, dataDir, say }: ProcessOptions): KeptProcess {
  mkdirSync(join(dataDir, 'log'), { recursive: true });
  const logFile = join(dataDir, 'log', `${name}.log`);
  const log = createWriteStream(logFile, { flags: 'a' });
  // A full disk costs the log, not what is running.
  log.on('error', (error) => say(`  ! ${logFile} cannot be written: ${error.message}`));
  let stopping = false;
  let child = launch();
  const ready = untilReady(child, name, logFile);

  function launch(): ChildProcess {
    const started = spawn(process.execPath, [join(projectRoot, script)], {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.on('exit', (code, signal) => {
      if (stopping) return;
      say(
        `  ! the ${name} ended (${signal ?? `exit code ${code}`}) and is started again; its log is ${logFile}`,
      );
      setTimeout(() => {
        if (!stopping) child = launch();
      }, restartDelayMs);
    });
    return started;
  }

  return {
    name,
    logFile,
    ready,
    stop: async (graceMs) => {
      stopping = true;
      await endChild(child, graceMs);
      log.end();
    },
  };
}

function untilReady(child: ChildProcess, name: string, logFile: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    // Once all that it said has been read.
    child.once('close', () =>
      reject(
        new AppError(
          'not_started',
          500,
          `the ${name} did not start; the end of ${logFile}:\n${endOf(logFile)}`,
        ),
      ),
    );
  });
}

function endOf(file: string): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-6).join('\n');
}

/** SIGTERM, then SIGKILL after the grace time; resolves once the process is gone. */
async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(late);
}
