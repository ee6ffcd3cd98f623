import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/config.ts';
import type { Services } from '../../src/services.ts';

export interface WorkerProcess {
  pid: number;
  /** False once it has ended, for whatever reason. */
  runs(): boolean;
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM, as a deployment ends it; gives the exit code. */
  stop(): Promise<number | null>;
}

/** The worker as the Procfile starts it, with a test's database, queue and relay. */
export function startWorkerProcess(
  services: Services,
  smtpUrl: string,
  settings: Record<string, string> = {},
): Promise<WorkerProcess> {
  return startProgram('workers/main.ts', services, { SMTP_URL: smtpUrl, ...settings });
}

/** The web as the Procfile starts it, on a port of loopback. */
export function startWebProcess(
  services: Services,
  webPort: number,
  settings: Record<string, string> = {},
): Promise<WorkerProcess> {
  return startProgram('src/web.ts', services, { PORT: String(webPort), ...settings });
}

async function startProgram(
  program: string,
  { config }: Services,
  settings: Record<string, string>,
): Promise<WorkerProcess> {
  const keys = config.secretKeys.map(({ id, secret }) => `${id}:${secret.toString('base64')}`).join(',');
  const child = spawn(process.execPath, [join(projectRoot, program)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'test',
      DATA_DIR: '/nonexistent',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      DATABASE_URL: config.databaseUrl ?? '',
      ...(config.redisUrl === null ? {} : { REDIS_URL: config.redisUrl }),
      PUBLIC_URL: config.publicUrl,
      SECRET_KEYS: keys,
      SUPPRESSION_KEY: config.suppressionKey.toString('base64'),
      ...settings,
    },
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const runs = (): boolean => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    child.ref();
    if (runs()) child.kill(signal);
    return gone;
  };
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.on('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it worked`)));
  });
  // A test that fails ends without it, and takes it along.
  child.unref();
  child.channel?.unref();
  return {
    pid: child.pid ?? 0,
    runs,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
