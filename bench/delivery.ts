// Readers a second, from the launch to the end of the send, with a real digest and real worker processes, against
// smtp-source handing mails of the same size to the same smtp-sink over as many connections.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { system } from '../src/access/actor.ts';
import { readBalance } from '../src/delivery/balance.ts';
import { approve } from '../src/editions/approve.ts';
import { assemble } from '../src/editions/assemble.ts';
import { launchEdition } from '../src/editions/launch.ts';
import { renderFor } from '../src/editions/render-for.ts';
import { setRules } from '../src/editions/rules.ts';
import { freePort } from '../src/local/free-port.ts';
import { migrate } from '../src/migrate.ts';
import { createServices, type Services } from '../src/services.ts';
import { writeArticles } from '../test/support/articles.ts';
import { openNewsroom } from '../test/support/cast.ts';
import { addCrowd } from '../test/support/crowd.ts';
import { findProgram } from '../test/support/needs.ts';
import { testConfig } from '../test/support/services.ts';
import { until } from '../test/support/until.ts';
import { startWorkerProcess } from '../test/support/worker-process.ts';
import { print } from './print.ts';

const run = promisify(execFile);
const readers = Number(process.env['BENCH_READERS'] ?? 10_000);
const rounds = 3;
const connections = 10;

export async function benchDelivery(databaseUrl: string): Promise<void> {
  const sinkProgram = findProgram('smtp-sink');
  const sourceProgram = findProgram('smtp-source');
  if (sinkProgram === null || sourceProgram === null)
    throw new Error('this benchmark needs smtp-sink and smtp-source, from the package postfix');
  const services = createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  await migrate(services);
  const newsletter = await openNewsroom(services);
  await setRules(services.db, system, newsletter.id, { minArticles: 5, maxArticles: 15 });
  await addCrowd(services, newsletter, readers);
  const { port } = await freePort(26_000, '127.0.0.1');
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const sink = spawn(sinkProgram, [...user, `127.0.0.1:${port}`, '1000'], { stdio: 'ignore' });
  try {
    const rows: string[][] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const editionId = await makeEdition(services, newsletter.id, round);
      const bytes = await sizeOf(services, editionId);
      const yardstick = await measureSource(sourceProgram, port, bytes);
      const ours = await measureSend(services, editionId, `smtp://127.0.0.1:${port}`, round === 3 ? 2 : 1);
      const figures = [ours, yardstick].map((rate) => rate.toFixed(0));
      rows.push([
        String(round),
        String(round === 3 ? 2 : 1),
        String(bytes),
        ...figures,
        (ours / yardstick).toFixed(2),
      ]);
    }
    print(['round', 'workers', 'bytes a mail', 'readers/s', 'smtp-source/s', 'ratio'], rows);
  } finally {
    sink.kill('SIGTERM');
    await services.close();
  }
}

async function makeEdition(services: Services, newsletterId: number, round: number): Promise<number> {
  await writeArticles(services.db, 15, `round-${round}`);
  const assembly = await assemble(services, { newsletterId, cause: 'person', actor: system });
  if (assembly?.editionId == null) throw new Error(`no edition: ${assembly?.reason}`);
  await approve(services, { editionId: assembly.editionId, actor: system });
  return assembly.editionId;
}

async function sizeOf(services: Services, editionId: number): Promise<number> {
  const raw = await renderFor(services, {
    editionId,
    address: 'crowd1@readers.example',
    name: 'Reader',
    patron: false,
    as: 'eml',
  });
  return Buffer.byteLength(raw);
}

/** Mails a second of Postfix's own load generator: a C program that does nothing but talk SMTP. */
async function measureSource(program: string, port: number, bytes: number): Promise<number> {
  const options = ['-s', String(connections), '-m', String(readers), '-l', String(bytes), '-d'];
  const began = performance.now();
  await run(program, [...options, '-f', 'a@courier.example', '-t', 'b@readers.example', `127.0.0.1:${port}`]);
  return readers / ((performance.now() - began) / 1000);
}

async function measureSend(
  services: Services,
  editionId: number,
  smtpUrl: string,
  count: number,
): Promise<number> {
  const settings = { DELIVERY_CONNECTIONS: String(connections / count) };
  const workers = [];
  for (let index = 0; index < count; index += 1)
    workers.push(await startWorkerProcess(services, smtpUrl, settings));
  const began = performance.now();
  await launchEdition(services, { editionId, actor: system });
  const balance = () => readBalance(services.db, editionId);
  await until(async () => (await balance()).state === 'finished', 'the send is finished', 600);
  const seconds = (performance.now() - began) / 1000;
  const { sent, eligible } = await balance();
  if (sent !== eligible) throw new Error(`${sent} of ${eligible} were sent`);
  for (const worker of workers) await worker.stop();
  return readers / seconds;
}
