// Reads reports on a thread of its own, and counts its processor time: in a test's own thread the test runner follows
// each promise, which costs as much again as the reading does.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readReport } from '../../src/delivery/bounces/read-report.ts';
import type { Report } from '../../src/delivery/bounces/report.ts';

interface Timed {
  report: Report;
  /** Of processor time. */
  ms: number;
}

export interface ReportReader {
  read(message: Buffer): Promise<Timed>;
  stop(): Promise<void>;
}

export function startReportReader(): ReportReader {
  const worker = new Worker(new URL(import.meta.url));
  return {
    read: async (message) => {
      // A thread has no origin; only windows do.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      worker.postMessage(message);
      const [timed] = (await once(worker, 'message')) as [Timed];
      return timed;
    },
    stop: async () => void (await worker.terminate()),
  };
}

if (!isMainThread) {
  parentPort?.on('message', (message: Uint8Array) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    void readTimed(Buffer.from(message)).then((timed) => parentPort?.postMessage(timed));
  });
}

async function readTimed(message: Buffer): Promise<Timed> {
  const before = process.threadCpuUsage();
  const report = await readReport(message);
  const after = process.threadCpuUsage();
  return { report, ms: (after.user + after.system - before.user - before.system) / 1_000 };
}
