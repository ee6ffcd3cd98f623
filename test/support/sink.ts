import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { findProgram } from './needs.ts';
import { serverPort } from './server-port.ts';
import { until } from './until.ts';
import { answers } from './program.ts';

const nobody = 65_534;

export interface Sink {
  url: string;
  /** Ends the relay at once, as a machine does that loses its power. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  /** How many messages are in. */
  count(): Promise<number>;
  /** Every message that came whole, as the relay wrote it down; one that was cut off in its middle is left out. */
  messages(): Promise<Array<{ to: string; raw: string }>>;
  /** Ends it and removes what it wrote. */
  close(): Promise<void>;
}

/** Postfix's smtp-sink on loopback, for the calling test, which writes each message into a file. */
export async function startSink(): Promise<Sink> {
  const sink = await openSink();
  after(() => sink.close());
  return sink;
}

/** The same for who closes it. */
export async function openSink(): Promise<Sink> {
  const program = findProgram('smtp-sink');
  if (program === null) throw new Error('smtp-sink is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-sink-'));
  const mails = join(folder, 'mails');
  await mkdir(mails);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) for (const path of [folder, mails]) chownSync(path, nobody, nobody);
  const port = await serverPort();
  const dump = ['-d', join(mails, '%M.')];
  const user = asRoot ? ['-u', 'nobody'] : [];
  let child: ChildProcess;
  const restart = async (): Promise<void> => {
    child = spawn(program, [...user, ...dump, `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' });
    await until(() => answers(port), 'smtp-sink listens');
    if (child.exitCode !== null)
      throw new Error(`smtp-sink ended with ${child.exitCode}: port ${port} is taken`);
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  await restart();
  const messages = async (): Promise<Array<{ to: string; raw: string }>> => {
    const all = [];
    for (const name of await readdir(mails)) {
      const raw = await readFile(join(mails, name), 'utf8');
      if (/^--=_\w+--$/m.test(raw)) all.push({ to: /^X-Rcpt-Args: <(.+)>/m.exec(raw)?.[1] ?? '', raw });
    }
    return all;
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    kill,
    restart,
    count: async () => (await readdir(mails)).length,
    messages,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
