import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

/**
 * Exchange where it writes no fields for programs: "did not reach the following recipient(s)", or a part
 * for administrators.
 */
export const exchange: TextReader = {
  recognises: ({ text }) =>
    /did not reach the following recipient|diagnostic information for administrators|remote server returned '/i.test(
      text,
    ),
  read: readUnreached,
};

function readUnreached(report: TextReport): Finding[] {
  const [, below] = /did not reach the following recipient(?:\(s\)|s)?:?([\s\S]*)/i.exec(report.text) ?? [];
  // Above that line the report repeats whom we wrote to, and below it the same address is one that failed.
  const part = below === undefined ? report : { ...report, text: below, own: new Set<string>() };
  return preferAnswered(readPlain(part));
}

/** The part for people names the recipients too; what was answered stands in the part for administrators. */
function preferAnswered(findings: Finding[]): Finding[] {
  const answered = findings.filter(({ said }) => /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d/.test(said));
  return answered.length > 0 ? answered : findings;
}
