// Readers a second, from the launch to the end of the send, with a real digest, the whole ledger and real worker
// processes, against smtp-source handing mails of the same size to the same smtp-sink over as many connections. Both by
// turns, pair by pair.
import { median, print } from '../print.ts';
import { type BenchNewsroom, openBenchNewsroom, sizes } from './newsroom.ts';
import { startWorkers } from './send.ts';
import { startYardstick, type Yardstick } from './yardstick.ts';

const readers = Number(process.env['BENCH_READERS'] ?? 20_000);
const pairs = Number(process.env['BENCH_PAIRS'] ?? 5);
const workerCounts = (process.env['BENCH_WORKERS'] ?? '1,2').split(',').map(Number);
/** Ours and smtp-source's: ten, or a few more where so many workers cannot share ten. */
const connectionsFor = (workers: number): number => workers * Math.ceil(10 / workers);

interface Range {
  median: number;
  min: number;
  max: number;
}

interface Case {
  sizeKb: number;
  dkim: boolean;
  workers: number;
  /** Of a mail as it is sent, without the signature. */
  bytes: number;
  readersPerSecond: Range;
  yardstickPerSecond: number;
  ratio: Range;
  /** Of the largest worker. */
  peakRssMb: number;
}

/** @returns what `--json` prints */
export async function benchDelivery(databaseUrl: string): Promise<{ readers: number; cases: Case[] }> {
  const yardstick = await startYardstick();
  const newsroom = await openBenchNewsroom(databaseUrl, readers);
  try {
    const cases: Case[] = [];
    for (const sizeKb of sizes)
      for (const dkim of [false, true])
        for (const workers of workerCounts)
          cases.push(await measureCase(newsroom, yardstick, { sizeKb, dkim, workers }));
    show(cases);
    return { readers, cases };
  } finally {
    yardstick.close();
    await newsroom.services.close();
  }
}

async function measureCase(
  { services, makeEdition }: BenchNewsroom,
  yardstick: Yardstick,
  { sizeKb, dkim, workers: count }: Pick<Case, 'sizeKb' | 'dkim' | 'workers'>,
): Promise<Case> {
  const connections = connectionsFor(count);
  const workers = await startWorkers(services, { count, dkim, smtpUrl: yardstick.url, connections });
  try {
    // Whose code is compiled, as that of a worker that runs for weeks.
    await workers.measure((await makeEdition(sizeKb)).editionId);
    const measured: Array<{ ours: number; theirs: number; bytes: number }> = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const { editionId, bytes } = await makeEdition(sizeKb);
      const theirs = await yardstick.measure(readers, bytes, connections);
      measured.push({ bytes, theirs, ours: await workers.measure(editionId) });
    }
    return {
      sizeKb,
      dkim,
      workers: count,
      bytes: median(measured.map(({ bytes }) => bytes)),
      readersPerSecond: rangeOf(measured.map(({ ours }) => ours)),
      yardstickPerSecond: round(median(measured.map(({ theirs }) => theirs))),
      ratio: rangeOf(measured.map(({ ours, theirs }) => ours / theirs)),
      peakRssMb: round((await workers.peakBytes()) / 1024 / 1024),
    };
  } finally {
    await workers.stop();
  }
}

function rangeOf(figures: number[]): Range {
  return {
    median: round(median(figures)),
    min: round(Math.min(...figures)),
    max: round(Math.max(...figures)),
  };
}

/** Two digits behind the point for what is small. */
function round(figure: number): number {
  return figure < 10 ? Math.round(figure * 100) / 100 : Math.round(figure);
}

function show(cases: Case[]): void {
  const names = [
    'size',
    'DKIM',
    'workers',
    'bytes',
    'readers/s',
    'smtp-source/s',
    'ratio',
    'from',
    'to',
    'peak MB',
  ];
  const rows = cases.map(
    ({ sizeKb, dkim, workers, bytes, readersPerSecond, yardstickPerSecond, ratio, peakRssMb }) =>
      [
        `${sizeKb} KB`,
        dkim ? 'RSA' : 'none',
        workers,
        bytes,
        readersPerSecond.median,
        yardstickPerSecond,
        ratio.median,
        ratio.min,
        ratio.max,
        peakRssMb,
      ].map(String),
  );
  print(names, rows);
}
