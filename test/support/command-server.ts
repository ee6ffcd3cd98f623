// Runs one command after another in one process, each as `bin/broadsheet` would: loading the product takes longer than
// most commands. It ends with the process that started it.
import { runCommandLine } from '../../src/cli/run.ts';
import type { Ended } from './command.ts';

process.on('message', (args: string[]) => void answer(args));
process.on('disconnect', () => process.exit(0));

async function answer(args: string[]): Promise<void> {
  const stdout = take(process.stdout);
  const stderr = take(process.stderr);
  const code = await runCommandLine(args);
  const ended: Ended = { code, stdout: stdout(), stderr: stderr() };
  process.send?.(ended);
}

/** Keeps what is written to a stream; gives it, and lets the stream write again. */
function take(stream: NodeJS.WriteStream): () => string {
  const chunks: Buffer[] = [];
  const { write } = stream;
  const keep = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    chunks.push(Buffer.from(chunk));
    const done = more.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  };
  stream.write = keep as typeof write;
  return () => {
    stream.write = write;
    return Buffer.concat(chunks).toString('utf8');
  };
}
