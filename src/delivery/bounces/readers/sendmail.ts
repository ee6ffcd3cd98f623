import { aboutOf } from '../about.ts';
import { findAddress, findAddresses } from '../addresses.ts';
import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

/**
 * Sendmail of all ages, and what writes as it does (KDDI, Courier): a session, `>>>` what was said, `<<<`
 * the answer.
 */
export const sendmail: TextReader = {
  recognises: ({ text }) =>
    /-{2,5} ?transcript of session follows/i.test(text) ||
    /^[ \t]{0,20}>>> \S.{0,1000}\n[ \t]{0,20}<<< \d{3}/m.test(text),
  read: readTranscript,
};

const maxLines = 5_000;

function readTranscript(report: TextReport): Finding[] {
  const findings = new Map<string, Finding>();
  let asked = '';
  for (const line of report.text.split('\n', maxLines)) {
    if (/^\s*>>> /.test(line)) asked = line;
    if (!/^\s*(<<< )?[45]\d\d[ -]/.test(line)) continue;
    const address =
      findAddresses(line.slice(0, 1_000)).find((one) => !report.own.has(one.toLowerCase())) ??
      findAddress(asked);
    if (address === '') continue;
    const known = findings.get(address.toLowerCase());
    const said = `${known?.said ?? ''}${line.replace(/^\s*<<< /, '')}\n`.slice(0, 2_000);
    const about = known?.about ?? aboutOf(asked);
    findings.set(address.toLowerCase(), {
      address: known?.address ?? address,
      said,
      ...(about ? { about } : {}),
    });
  }
  return findings.size > 0 ? [...findings.values()] : readPlain(report);
}
