import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

/** What the hexadecimal codes of Exchange 5.5 and 2000 say that its sentences leave open. */
const hexCodes: Record<string, string> = {
  '000c05a6': '5.1.1',
  '000c0595': '5.1.1',
  '000b099c': '5.1.1',
  '80070005': '5.7.0',
  '000c0e6d': '5.2.3',
  c00402c7: '5.3.4',
  '000c05a4': '5.2.2',
};

/** Exchange before it wrote fields for programs: "did not reach the following recipient(s)", and MAPI's codes. */
export const exchange: TextReader = {
  recognises: ({ text }) =>
    /did not reach the following recipient|\bMSEXCH:|diagnostic information for administrators|remote server returned '/i.test(
      text,
    ),
  read: readUnreached,
};

function readUnreached(report: TextReport): Finding[] {
  const [, below = report.text] =
    /did not reach the following recipient(?:\(s\)|s)?:?([\s\S]*)/i.exec(report.text) ?? [];
  const own = below === report.text ? report.own : new Set<string>();
  return preferAnswered(readPlain({ ...report, own, text: below })).map((finding) => {
    const hex = /\(([0-9a-f]{8})\)|\bhr=([0-9a-f]{8})/i.exec(finding.said);
    const status = hexCodes[(hex?.[1] ?? hex?.[2] ?? '').toLowerCase()];
    return { ...finding, ...(status ? { status } : {}) };
  });
}

/** The part for people names the recipients too; what was answered stands in the part for administrators. */
function preferAnswered(findings: Finding[]): Finding[] {
  const answered = findings.filter(({ said }) => /\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d/.test(said));
  return answered.length > 0 ? answered : findings;
}
