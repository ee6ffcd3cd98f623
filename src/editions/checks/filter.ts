import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { requireEdition } from '../edition.ts';
import { renderFor } from '../render-for.ts';
import { defineCheck } from './check-kind.ts';

/** A rule of SpamAssassin that the mail meets. */
export interface FilterRule {
  points: number;
  rule: string;
  /** In its own words, in English. */
  text: string;
}

export type FilterResult =
  | { state: 'done'; points: number; required: number; rules: FilterRule[] }
  | { state: 'absent' }
  /** It was changed before anybody came to look. */
  | { state: 'outdated' }
  | { state: 'failed'; detail: string };

const withinMs = 60_000;
const day = 24 * 3_600_000;

/**
 * What SpamAssassin says of the true mail, by its own rules alone: it asks nobody on the network. Kept by the hash of what
 * would be approved.
 */
export const filterCheck = defineCheck<{ editionId: number; hash: string; updatedAt: string }, FilterResult>({
  keyOf: ({ hash }) => hash,
  run: async (services, { editionId, updatedAt }, { spamassassin }) => {
    if (spamassassin === null) return { state: 'absent' };
    const edition = await requireEdition(services.db, editionId);
    // While somebody writes, only what they have come to is worth the seconds that it takes.
    if (edition.updatedAt.toISOString() !== updatedAt) return { state: 'outdated' };
    const rendering = { editionId, address: 'reader@example.com', name: '', shows: ['reader', 'appeal'] };
    try {
      const mail = await renderFor(services, { ...rendering, as: 'eml' });
      return readReport(await runFilter(spamassassin, mail));
    } catch (error) {
      return { state: 'failed', detail: messageOf(error) };
    }
  },
  holdsMs: ({ state }) => (state === 'done' ? 7 * day : state === 'outdated' ? 0 : 3_600_000 / 6),
});

async function runFilter(program: string, mail: string): Promise<string> {
  // It writes where it thinks that its user lives.
  const home = await mkdtemp(join(tmpdir(), 'broadsheet-filter-'));
  try {
    return await new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(withinMs);
      const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, LANG: 'C' };
      const child = spawn(program, ['-L', '-t'], { env, signal, stdio: ['pipe', 'pipe', 'ignore'] });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
      child.stdin.on('error', reject).end(`${received()}${mail}`);
      child.on('error', reject).on('close', () => resolve(output));
    });
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A mail that no server has taken looks like one that was made up. */
function received(): string {
  const date = new Date().toUTCString().replace('GMT', '+0000');
  return `Received: from mx.example.com (mx.example.com [93.184.215.14])\r\n\tby mail.example.com with ESMTPS id 1;\r\n\t${date}\r\n`;
}

/** @throws Error where it says no points */
export function readReport(output: string): FilterResult {
  // What stands in the mail itself may look like one; its own is the last.
  const report = output.slice(Math.max(0, output.lastIndexOf('Content analysis details:')));
  const [, points, required] =
    /Content analysis details:\s+\((-?[\d.]+) points, (-?[\d.]+) required\)/.exec(report) ?? [];
  if (points === undefined || required === undefined) throw new Error('SpamAssassin gave no report');
  const rules: FilterRule[] = [];
  for (const line of report.split(/\r?\n/)) {
    const [, given, rule = '', text = ''] = /^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]+)\s+(.*)$/.exec(line) ?? [];
    const last = rules.at(-1);
    if (given !== undefined) rules.push({ points: Number(given), rule, text });
    // A long description goes on below itself.
    else if (last !== undefined && /^\s{20,}\S/.test(line)) last.text += ` ${line.trim()}`;
  }
  const isFromHere = ({ rule }: FilterRule): boolean => !/^(NO_RELAYS|NO_RECEIVED|ALL_TRUSTED)$/.test(rule);
  return {
    state: 'done',
    points: Number(points),
    required: Number(required),
    rules: rules.filter(isFromHere).toSorted((one, other) => other.points - one.points),
  };
}
