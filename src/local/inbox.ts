import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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
  mkdirSync(mails, { recursive: true });
  const script = join(import.meta.dirname, 'inbox-process.ts');
  const where = [
    '--smtp',
    String(smtp.port),
    '--ip',
    '127.0.0.1',
    '--web',
    String(web.port),
    '--web-ip',
    '127.0.0.1',
  ];
  const args = [script, ...where, '--mail-directory', mails, '--max-emails', String(keptMails), '--silent'];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const webUrl = `http://localhost:${web.port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 3_000).unref();
    await gone;
  };
  try {
    await untilReady(`http://127.0.0.1:${web.port}/api/email`, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { webUrl, smtpUrl: `smtp://127.0.0.1:${smtp.port}`, stop };
}

async function untilReady(url: string, hasEnded: () => boolean): Promise<void> {
  for (const end = performance.now() + readyForMs; performance.now() < end && !hasEnded(); await sleep(100)) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
  }
  throw new AppError('inbox_failed', 500, 'the local inbox (maildev) did not start');
}
