import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { system } from '../../src/access/actor.ts';
import { databaseTime } from '../../src/db.ts';
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

/** By the database's clock, which is asked so seldom that the question costs the send nothing. */
async function measureSend({ db, ...services }: Services, editionId: number): Promise<number> {
  const began = await databaseTime(db);
  await launchEdition({ db, ...services }, { editionId, actor: system });
  const sendOf = db.selectFrom('sends').select('finishedAt').where('editionId', '=', editionId);
  let finishedAt: Date | null = null;
  const isFinished = async (): Promise<boolean> => {
    await sleep(100);
    ({ finishedAt } = await sendOf.executeTakeFirstOrThrow());
    return finishedAt !== null;
  };
  await until(isFinished, 'the send is finished', 600);
  const { sent, eligible } = await readBalance(db, editionId);
  if (sent !== eligible) throw new Error(`${sent} of ${eligible} were sent`);
  return (eligible * 1000) / (Number(finishedAt) - began.getTime());
}

/** As Linux keeps it: the high water mark of the resident set. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
