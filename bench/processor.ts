import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../src/db.ts';

// Of a second, as Linux counts it for every program.
const ticks = 100;

/** How many seconds of processor time a process and its children have used so far. Where there is no /proc: NaN. */
export async function processorSeconds(pid: number): Promise<number> {
  const own = await statOf(pid);
  if (own === null) return Number.NaN;
  const all = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(statOf),
  );
  const children = all.filter((one) => one?.parent === pid);
  return children.reduce((sum, one) => sum + (one?.seconds ?? 0), own.seconds + own.ended);
}

/** The same of the PostgreSQL that a database is on, with all its connections. It is to run on this machine. */
export async function postgresSeconds(db: Db): Promise<number> {
  const { rows } = await sql<{ folder: string }>`select current_setting('data_directory') as folder`.execute(
    db,
  );
  const lines = await readFile(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8').catch(() => '');
  return processorSeconds(Number(lines.split('\n')[0]));
}

/** proc(5): what stands in `stat` behind the name, which may hold spaces. */
async function statOf(pid: number): Promise<{ parent: number; seconds: number; ended: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (index: number): number => fields[index] ?? Number.NaN;
  return { parent: at(1), seconds: (at(11) + at(12)) / ticks, ended: (at(13) + at(14)) / ticks };
}
