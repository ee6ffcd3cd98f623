import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../../src/local/free-port.ts';
import { findProgram } from '../../test/support/needs.ts';

const run = promisify(execFile);

/** Postfix's smtp-sink, which takes whatever comes, and its smtp-source, a C program that does nothing but talk SMTP. */
export interface Yardstick {
  url: string;
  /** Mails a second of smtp-source: of so many bytes each, over so many connections that are kept open. */
  measure(mails: number, bytes: number, connections: number): Promise<number>;
  close(): void;
}

/** @throws Error where the programs are not installed */
export async function startYardstick(): Promise<Yardstick> {
  const sinkProgram = findProgram('smtp-sink');
  const sourceProgram = findProgram('smtp-source');
  if (sinkProgram === null || sourceProgram === null)
    throw new Error('this benchmark needs smtp-sink and smtp-source, from the package postfix');
  const { port } = await freePort(26_000, '127.0.0.1');
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const sink = spawn(sinkProgram, [...user, `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' });
  return {
    url: `smtp://127.0.0.1:${port}`,
    measure: async (mails, bytes, connections) => {
      const options = ['-s', String(connections), '-m', String(mails), '-l', String(bytes), '-d'];
      const people = ['-f', 'a@courier.example', '-t', 'b@readers.example'];
      const began = performance.now();
      await run(sourceProgram, [...options, ...people, `127.0.0.1:${port}`]);
      return mails / ((performance.now() - began) / 1000);
    },
    close: () => void sink.kill('SIGTERM'),
  };
}
