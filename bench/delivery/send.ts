import { readFile } from 'node:fs/promises';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { generateKey } from '../../src/delivery/dkim-keys.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import type { Services } from '../../src/services.ts';
import { until } from '../../test/support/until.ts';
import { startWorkerProcess, type WorkerProcess } from '../../test/support/worker-process.ts';

/** Workers that deliver, as the Procfile starts them. */
export interface Workers {
  /** Readers a second, from the launch to the end of the send. */
  measure(editionId: number): Promise<number>;
  /** The most memory that one of them has held so far, in bytes. */
  peakBytes(): Promise<number>;
  stop(): Promise<void>;
}

interface WorkersOptions {
  count: number;
  dkim: boolean;
  smtpUrl: string;
  /** Of all of them together. */
  connections: number;
}

export async function startWorkers(
  services: Services,
  { count, dkim, smtpUrl, connections }: WorkersOptions,
): Promise<Workers> {
  const settings = {
    DELIVERY_CONNECTIONS: String(connections / count),
    ...(dkim ? await dkimSettings() : {}),
  };
  const workers: WorkerProcess[] = [];
  for (let index = 0; index < count; index += 1)
    workers.push(await startWorkerProcess(services, smtpUrl, settings));
  return {
    measure: (editionId) => measureSend(services, editionId),
    peakBytes: async () => Math.max(...(await Promise.all(workers.map(({ pid }) => peakOf(pid))))),
    stop: async () => {
      for (const worker of workers) await worker.stop();
    },
  };
}

async function dkimSettings(): Promise<Record<string, string>> {
  const { privateKey } = await generateKey('rsa');
  return { DKIM_DOMAIN: 'courier.example', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: privateKey };
}

async function measureSend(services: Services, editionId: number): Promise<number> {
  const began = performance.now();
  await launchEdition(services, { editionId, actor: system });
  const balance = () => readBalance(services.db, editionId);
  await until(async () => (await balance()).state === 'finished', 'the send is finished', 600);
  const seconds = (performance.now() - began) / 1000;
  const { sent, eligible } = await balance();
  if (sent !== eligible) throw new Error(`${sent} of ${eligible} were sent`);
  return eligible / seconds;
}

/** As Linux keeps it: the high water mark of the resident set. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
