import { open } from 'node:fs/promises';
import { readReport, unreadable } from '../delivery/bounces/read-report.ts';
import type { Report } from '../delivery/bounces/report.ts';
import { messageOf } from '../errors.ts';
import { cleanLine } from '../text/clean-line.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';

interface Classified extends Pick<Report, 'kind' | 'recipients' | 'omitted'> {
  file: string;
  /** Of a complaint: its type. */
  feedback?: string;
  /** Of what is unreadable: why. */
  reason?: string;
}

// More of a message is not looked at.
const maxBytes = 4_000_000;

export const bounceCommands: CommandSpec[] = [
  defineCommand<Classified[]>({
    name: 'bounces classify',
    summary: 'Say what messages report: bounces, complaints, automatic replies; nothing is kept.',
    usage: (command) => command.argument('<files...>', 'messages as they came, a file each'),
    run: async ({ progress }, files) => {
      const bar = progress('Reading');
      const results: Classified[] = [];
      for (const file of files) {
        results.push(describeReport(file, await readFileReport(file)));
        bar.update(results.length, files.length);
      }
      bar.end();
      return results;
    },
    print: (results) => table(results.flatMap(rowsOf), 'There is no message.'),
  }),
];

async function readFileReport(file: string): Promise<Report> {
  try {
    return await readReport(await readBeginning(file));
  } catch (error) {
    return unreadable(messageOf(error));
  }
}

async function readBeginning(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function describeReport(file: string, { kind, recipients, omitted, feedback, reason }: Report): Classified {
  return {
    file,
    kind,
    ...(feedback === null ? {} : { feedback }),
    ...(reason === null ? {} : { reason }),
    recipients,
    ...(omitted ? { omitted } : {}),
  };
}

function rowsOf({ file, kind, feedback, reason, recipients, omitted = 0 }: Classified): object[] {
  const what = feedback === undefined ? kind : `${kind}: ${feedback}`;
  if (recipients.length === 0)
    return [{ file, kind: what, address: '', status: '', class: '', reply: reason }];
  const rows = recipients.map((one) => ({
    file,
    kind: what,
    address: one.address,
    status: one.status,
    class: one.class,
    reply: cleanLine(one.reply, 100),
  }));
  if (omitted === 0) return rows;
  return [
    ...rows,
    { file, kind: what, address: '', status: '', class: '', reply: `${omitted} more are not read` },
  ];
}
