import { findAddress } from '../addresses.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

const title = /^-{3,20}[ \t]{0,5}failure reasons[ \t]{0,5}-{3,20}/im;

/** Lotus Notes: below "Failure Reasons" the reason comes first, and then the address that it is about. */
export const notes: TextReader = {
  recognises: ({ text }) => title.test(text),
  read: readReasons,
};

function readReasons({ text }: TextReport): Finding[] {
  const [, below = ''] = text.split(title, 2);
  const findings: Finding[] = [];
  let reason = '';
  for (const line of below.split('\n', 2_000)) {
    const address = /^\S{1,320}$/.test(line.trim()) ? findAddress(line) : '';
    if (address === '') {
      reason = line.trim() === '' ? reason : `${reason} ${line.trim()}`.slice(-1_000);
      continue;
    }
    findings.push({ address, said: reason });
    reason = '';
  }
  return findings;
}
