// Rows a second of `subscribers import`, from the file to the commit, into no people and again over the same ones,
// against a bare COPY of the same file into a table of text, which reads no address and has no index.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { system } from '../src/access/actor.ts';
import { migrate } from '../src/migrate.ts';
import { createServices, type Services } from '../src/services.ts';
import { importSubscribers } from '../src/subscribers/import.ts';
import { openNewsroom } from '../test/support/cast.ts';
import { testConfig } from '../test/support/services.ts';
import { median, print } from './print.ts';

const rows = Number(process.env['IMPORT_ROWS'] ?? 200_000);
const rounds = 3;
const header = ['id', 'email', 'name', 'note', 'subscribed_to_emails', 'language', 'created_at', 'labels'];

export async function benchImport(databaseUrl: string): Promise<void> {
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-import-'));
  const path = join(folder, 'people.csv');
  try {
    await migrate(services);
    await openNewsroom(services);
    await pipeline(Readable.from(people()), createWriteStream(path));
    console.log(`  ${rows} rows of ${Math.round((await stat(path)).size / rows)} bytes`);
    const before = peakMegabytes();
    const measured = [];
    for (let round = 1; round <= rounds; round += 1) measured.push(await measure(services, path));
    printRounds(measured);
    console.log(`  peak memory of this process: ${peakMegabytes()} MB, ${before} MB before the first round`);
  } finally {
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function* people(): Generator<string> {
  yield `${header.join(',')}\n`;
  for (let index = 0; index < rows; index += 1) {
    const id = String(index).padStart(24, '6');
    yield `${id},Reader.Number${index}@mail${index % 500}.example,Olena Petrenko ${index},came by the form of the front page,true,uk,2026-03-01T10:20:30.000Z,"Reader, Dnipro"\n`;
  }
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

interface Round {
  copy: number;
  empty: number;
  again: number;
}

/** Rows a second: the yardstick, into no people, over the same people again. */
async function measure(services: Services, path: string): Promise<Round> {
  await services.pool.query('truncate subscribers, subscriptions, consents cascade');
  await services.pool.query(`create table bare (${header.map((name) => `${name} text`).join(', ')})`);
  await services.pool.query('checkpoint');
  const copy = await rate(() => copyBare(services, path));
  await services.pool.query('drop table bare');
  const empty = await rate(() => importAll(services, path, 'added'));
  await services.pool.query('vacuum analyze subscribers, subscriptions');
  const again = await rate(() => importAll(services, path, 'unchanged'));
  return { copy, empty, again };
}

async function rate(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return rows / ((performance.now() - began) / 1000);
}

async function copyBare({ pool }: Services, path: string): Promise<void> {
  const client = await pool.connect();
  try {
    await pipeline(
      createReadStream(path),
      client.query(copyFrom('copy bare from stdin (format csv, header)')),
    );
  } finally {
    client.release();
  }
}

async function importAll(services: Services, path: string, expected: 'added' | 'unchanged'): Promise<void> {
  const result = await importSubscribers(services, {
    actor: system,
    path,
    newsletters: ['daily'],
    attestation: 'made for the benchmark',
    onProgress: () => {},
  });
  if (result[expected] !== rows) throw new Error(`not all were ${expected}: ${JSON.stringify(result)}`);
}

function printRounds(measured: Round[]): void {
  const figures = measured.map(({ copy, empty, again }) => [copy, empty, again, empty / copy, again / copy]);
  const middle = figures[0]?.map((_, column) => median(figures.map((round) => round[column] ?? 0))) ?? [];
  const line = (name: string, round: number[]): string[] => [
    name,
    ...round.map((figure) => figure.toFixed(figure < 10 ? 3 : 0)),
  ];
  const names = ['round', 'COPY rows/s', 'into none', 'again', 'ratio', 'ratio again'];
  print(names, [...figures.map((round, index) => line(String(index + 1), round)), line('median', middle)]);
}
