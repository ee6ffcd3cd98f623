import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { freePort } from './free-port.ts';

export interface Inbox {
  webUrl: string;
  smtpUrl: string;
  stop(): Promise<void>;
}

export interface InboxOptions {
  webPort: number;
  smtpPort: number;
  dataDir: string;
  say(line: string): void;
}

const readyForMs = 20_000;
const keptMails = 2_000;

/**
 * Starts the local inbox, maildev: it takes every mail, sends none on, and shows them in the browser. Mails are
 * kept in the data directory. A port that is taken is told, and the next free one is used.
 */
export async function startInbox({ webPort, smtpPort, dataDir, say }: InboxOptions): Promise<Inbox> {
  const web = await freePort(webPort, '127.0.0.1');
  const smtp = await freePort(smtpPort === web.port ? smtpPort + 1 : smtpPort, '127.0.0.1');
  if (web.taken) say(`  ! port ${webPort} is in use; the inbox is on ${web.port} (INBOX_PORT sets it)`);
  if (smtp.taken) say(`  ! port ${smtpPort} is in use; mail goes to ${smtp.port} (INBOX_SMTP_PORT sets it)`);
  const mails = join(dataDir, 'inbox');
  const logs = join(dataDir, 'log');
  for (const folder of [mails, logs]) mkdirSync(folder, { recursive: true });
  const logFile = join(logs, 'inbox.log');
  const ports = ['--smtp', String(smtp.port), '--web', String(web.port)];
  const hosts = ['--ip', '127.0.0.1', '--web-ip', '127.0.0.1'];
  const keeps = ['--mail-directory', mails, '--max-emails', String(keptMails)];
  const child = launch([...ports, ...hosts, ...keeps, '--silent'], logFile);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  let isWanted = false;
  child.once('exit', (code, signal) => {
    if (isWanted)
      say(
        `  ! the inbox ended (${signal ?? `exit code ${code}`}); mail waits for it: stop, and start again. Its log is ${logFile}`,
      );
  });
  const stop = async (): Promise<void> => {
    isWanted = false;
    if (hasEnded()) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 3_000).unref();
    await gone;
  };
  try {
    await untilReady(`http://127.0.0.1:${web.port}/api/email`, hasEnded, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  isWanted = true;
  return { webUrl: `http://localhost:${web.port}`, smtpUrl: `smtp://127.0.0.1:${smtp.port}`, stop };
}

/** In a process group of its own, so that Ctrl-C does not reach it before its turn. */
function launch(args: string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'inbox-process.ts'), ...args], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return child;
}

async function untilReady(url: string, hasEnded: () => boolean, logFile: string): Promise<void> {
  for (const end = performance.now() + readyForMs; performance.now() < end && !hasEnded(); await sleep(100)) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
  }
  throw new AppError('inbox_failed', 500, `the local inbox (maildev) did not start; its log is ${logFile}`);
}
