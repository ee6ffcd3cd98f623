import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { findProgram } from './needs.ts';
import { serverPort } from './server-port.ts';
import { until } from './until.ts';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  /** Takes everything out, as a Redis does that was started without its data. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Redis on loopback, for the calling file, in a folder of its own. */
export async function startRedis(): Promise<TestRedis> {
  const redis = await openRedis();
  after(() => redis.stop());
  return redis;
}

/** The same for who stops it. */
export async function openRedis(): Promise<TestRedis> {
  const program = findProgram('redis');
  if (program === null) throw new Error('redis-server is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-redis-'));
  const port = await serverPort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = spawn(program, [...where, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  client.on('error', () => {});
  const stop = async (): Promise<void> => {
    client.disconnect();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  await until(async () => (await client.ping()) === 'PONG', 'Redis answers');
  return { url: `redis://127.0.0.1:${port}`, flush: async () => void (await client.flushall()), stop };
}
