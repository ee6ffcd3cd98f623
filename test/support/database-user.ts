// A process that uses the embedded database, as a long import does: until its input ends, and then it asks once more.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ping } from '../../src/db.ts';
import { openServices, prepareConfig } from '../../src/local/open-services.ts';
import { bareEnvironment } from './start.ts';

export interface DatabaseUser {
  /** Resolves once it has the database. */
  ready: Promise<void>;
  /** Has it ask once more and end; gives the exit code and what it said. */
  end(): Promise<{ code: number | null; output: string }>;
  signal(name: NodeJS.Signals): Promise<void>;
}

/** Starts one with a data directory of the test's own. */
export function startDatabaseUser(dataDir: string): DatabaseUser {
  let output = '';
  const child: ChildProcess = spawn(process.execPath, [import.meta.filename], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: bareEnvironment(dataDir),
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer): void => {
      output += part.toString();
      if (output.includes('ready')) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
    void gone.then((code) => reject(new Error(`it ended with ${code}: ${output}`)));
  });
  // A test may end it before it is ready, and then nobody waits for that.
  ready.catch(() => {});
  return {
    ready,
    end: async () => {
      child.stdin?.end();
      return { code: await gone, output };
    },
    signal: async (name) => {
      child.kill(name);
      await gone;
    },
  };
}

if (import.meta.main) {
  const services = await openServices(prepareConfig(), 'user');
  console.log('ready');
  await once(process.stdin.resume(), 'end');
  await ping(services.db);
  await services.close();
}
