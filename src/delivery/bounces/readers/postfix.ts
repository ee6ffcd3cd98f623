import { findAddress, leadingAddress } from '../addresses.ts';
import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

/** Postfix: `<address>: reason`, or `<final> (expanded from <ours>): reason`; and its copy of a session. */
export const postfix: TextReader = {
  recognises: ({ text, subject }) =>
    /this is the (mail system|postfix program|\S{1,40} program) at host/i.test(text.slice(0, 5_000)) ||
    /^postfix smtp server: errors from/i.test(subject),
  read: (report) => (/^ *In: +/m.test(report.text) ? readSession(report) : readEntries(report)),
};

function readEntries(report: TextReport): Finding[] {
  return readPlain(report).map((finding) => {
    const said = finding.said.split(/\n[ \t\r]*\n/, 1)[0] ?? '';
    const origin = /\(expanded from <?([^<>()\s]{1,320})>?\)/.exec(said)?.[1];
    return { said: withoutAddress(said), address: findAddress(origin ?? '') || finding.address };
  });
}

/** The address would be taken for the beginning of what was said. */
function withoutAddress(said: string): string {
  const leading = leadingAddress(said);
  return leading === null
    ? said
    : said.slice(leading.end).replace(/^[>\s]*(\(expanded from [^()]{0,330}\))?[:\s]*/, '');
}

/** The server's own view of a session that failed: the last that it refused. */
function readSession({ text }: TextReport): Finding[] {
  const recipients = [...text.matchAll(/^ *In: +RCPT TO: ?<?([^<>\s]{1,320})/gim)].map(([, to = '']) =>
    findAddress(to),
  );
  const refusal = [...text.matchAll(/^ *Out: ([45]\d\d[ -].{0,500})$/gm)].at(-1)?.[1] ?? '';
  const asked = /In: +(\w+)[^\n]{0,300}\n(?:[ \t]+\S[^\n]{0,300}\n)? *Out: [45]\d\d/.exec(text)?.[1] ?? '';
  const about = /^rcpt/i.test(asked) ? ('recipient' as const) : ('message' as const);
  return recipients.slice(-1).map((address) => ({ address, said: refusal, about }));
}
