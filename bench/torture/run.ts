// `npm run torture -- --seed N [--kills 200] [--rows 10000]`: kills workers, and now and then the database and the
// queue, in the middle of sends, and holds each send's ledger against what the relay has got. See docs/torture.md.
import { parseArgs } from 'node:util';
import { findProgram } from '../../test/support/needs.ts';
import { print } from '../print.ts';
import type { Torment } from './one-send.ts';
import type { Backend } from './stage.ts';
import { torture } from './torture.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '200' },
    rows: { type: 'string', default: '10000' },
  },
});
const [seed, kills, rows] = [values.seed, values.kills, values.rows].map(Number) as [number, number, number];
if (![seed, kills, rows].every((value) => Number.isInteger(value) && value > 0)) {
  console.error(
    'usage: npm run torture -- --seed N [--kills 200] [--rows 10000], each a whole number above 0',
  );
  process.exit(2);
}
if (findProgram('smtp-sink') === null) {
  console.error('the torture needs smtp-sink, from the package postfix');
  process.exit(2);
}
const backends: Backend[] = findProgram('redis') === null ? ['postgres'] : ['postgres', 'redis'];
if (backends.length === 1) console.log('  without redis-server: the queue is on PostgreSQL only');

const names = ['seed', 'backend', 'workers', 'kills', 'crashes', 'losses', 'sent', 'uncertain'];
names.push('arrived', 'not arrived', 'duplicates', 'lost', 'seconds');
const lines: string[][] = [];
const done = await torture({
  seed,
  kills,
  rows,
  backends,
  onSend: (backend, torment) => {
    lines.push([String(seed), backend, ...figures(torment)]);
    console.error(`  ${lines.length}: ${lines.at(-1)?.join(' ')}`);
  },
});
print(names, [...lines, [String(seed), 'all', ...figures(sumOf(done))]]);
const faults = done.flatMap((torment) => torment.faults);
for (const fault of faults.slice(0, 50)) console.log(`  ! ${fault}`);
console.log(faults.length === 0 ? '  no fault' : `  ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

type Figures = Pick<Torment, 'workers' | 'kills' | 'crashes' | 'losses' | 'seconds' | 'arrived'> & {
  balance: { sent: number };
  uncertain: unknown[];
  duplicates: unknown[];
  lost: unknown[];
};

function figures({ uncertain, arrived, balance, duplicates, lost, seconds, ...one }: Figures): string[] {
  const counts = [one.workers, one.kills, one.crashes, one.losses, balance.sent, uncertain.length, arrived];
  const rest = [uncertain.length - arrived, duplicates.length, lost.length, Math.round(seconds)];
  return [...counts, ...rest].map(String);
}

function sumOf(torments: Torment[]): Figures {
  const sum = (of: (torment: Torment) => number): number =>
    torments.reduce((total, torment) => total + of(torment), 0);
  return {
    workers: sum(({ workers }) => workers),
    kills: sum((one) => one.kills),
    crashes: sum(({ crashes }) => crashes),
    losses: sum(({ losses }) => losses),
    seconds: sum(({ seconds }) => seconds),
    arrived: sum(({ arrived }) => arrived),
    balance: { sent: sum(({ balance }) => balance.sent) },
    uncertain: torments.flatMap(({ uncertain }) => uncertain),
    duplicates: torments.flatMap(({ duplicates }) => duplicates),
    lost: torments.flatMap(({ lost }) => lost),
  };
}
