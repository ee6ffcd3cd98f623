import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { findProgram } from './needs.ts';
import { endProgram } from './program.ts';
import { serverPort } from './server-port.ts';
import { until } from './until.ts';
import { Redis } from 'ioredis';

export interface TestRedis {
  url: string;
  /** Takes everything out, as a Redis does that was started without its data. */
  flush(): Promise<void>;
  /** The names of all that it holds. */
  keys(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A real Redis on loopback, for the calling file, in a folder of its own; or a Redis Cluster of one node. */
export async function startRedis(kind: 'single' | 'cluster' = 'single'): Promise<TestRedis> {
  const redis = await openRedis(kind);
  after(() => redis.stop());
  return redis;
}

/** The same for who stops it. */
export async function openRedis(kind: 'single' | 'cluster' = 'single'): Promise<TestRedis> {
  const program = findProgram('redis');
  if (program === null) throw new Error('redis-server is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-redis-'));
  const port = await serverPort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const how = kind === 'cluster' ? await clusterOptions() : [];
  const child = spawn(program, [...where, ...how, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
  client.on('error', () => {});
  const stop = async (): Promise<void> => {
    client.disconnect();
    await endProgram(child);
    await rm(folder, { recursive: true, force: true });
  };
  // A Redis that cannot start ends; its client would wait for it for ever.
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`Redis on port ${port} ended with ${code}`)));
  });
  ended.catch(() => {});
  const answered = until(async () => (await client.ping()) === 'PONG', 'Redis answers');
  await Promise.race([answered, ended]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (kind === 'cluster') {
    await client.call('cluster', 'addslotsrange', '0', '16383');
    const isUp = async (): Promise<boolean> => /cluster_state:ok/.test(await client.cluster('INFO'));
    await until(isUp, 'the cluster is complete');
  }
  return {
    url: `redis://127.0.0.1:${port}${kind === 'cluster' ? '?cluster=yes' : ''}`,
    keys: () => client.keys('*'),
    flush: async () => void (await client.flushall()),
    stop,
  };
}

/** The port of its bus is named: ten thousand above its own is one that outgoing connections are given. */
async function clusterOptions(): Promise<string[]> {
  const bus = await serverPort();
  return ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', String(bus)];
}
