import { findAddress, leadingAddress } from '../addresses.ts';
import { says } from '../phrases.ts';
import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

const greetings: readonly RegExp[] = [
  /this message was created automatically by (the )?(mail|exim|vexira)|message from .{1,80} has not been delivered/i,
  /a message that you (have )?sent (could not be|was) |это письмо создано автоматически/i,
];
const entry = /^ {1,4}\S/;

/**
 * Exim and its kin (mail.ru, GMX, 1&1): an address by itself, indented, and the reason below it, indented
 * more. An alias's own address stands in brackets behind "generated from", and that one we mailed.
 */
export const exim: TextReader = {
  recognises: ({ text, headers }) => says(greetings, text) || headers.has('x-failed-recipients'),
  read: readEntries,
};

function readEntries(report: TextReport): Finding[] {
  const failed = (report.headers.get('x-failed-recipients') ?? '')
    .slice(0, 10_000)
    .split(',')
    .map(findAddress)
    .filter(Boolean);
  const found = readPlain({ ...report, text: withoutPipes(report.text) }).map(withOrigin);
  const named = found.filter(({ address }) => address !== '');
  if (failed.length === 0) return found;
  if (named.length > 1) return named;
  return failed.map((address) => ({ address, said: named[0]?.said ?? report.text.slice(0, 4_000) }));
}

function withOrigin(finding: Finding): Finding {
  const origin = /\((?:ultimately )?generated from ([^()\s]{1,320})\)/.exec(finding.said)?.[1];
  return origin === undefined ? finding : { ...finding, address: findAddress(origin) || finding.address };
}

/** A pipe or a file that an alias leads to is indented like an address, and is none. */
function withoutPipes(text: string): string {
  return text
    .split('\n')
    .filter(
      (line) => !(entry.test(line) && /^\s*(\||\/|save to )/.test(line) && leadingAddress(line) === null),
    )
    .join('\n');
}
