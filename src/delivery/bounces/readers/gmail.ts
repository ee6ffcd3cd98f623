import { readPlain } from './plain.ts';
import type { Finding, TextReader, TextReport } from './reader.ts';

// What Gmail's "(state N)" means: where the session stood.
const states: Record<string, Finding['about']> = {
  6: 'sender',
  8: 'sender',
  9: 'sender',
  13: 'sender',
  14: 'recipient',
  15: 'message',
  16: 'message',
  17: 'message',
  18: 'message',
};

/** Gmail's older reports: the address alone, and below "Technical details" what the other server said. */
export const gmail: TextReader = {
  recognises: ({ text }) => /technical details of (permanent|temporary) failure/i.test(text.slice(0, 5_000)),
  read: readDetails,
};

function readDetails(report: TextReport): Finding[] {
  const [, details = ''] =
    /technical details of \w+ failure:\s{0,20}([\s\S]{0,3000})/i.exec(report.text) ?? [];
  const answer =
    /(?:the error that the other server returned was|the response (?:from the remote server )?was):\s{0,20}([\s\S]{1,2000})/i.exec(
      details,
    )?.[1];
  const about = states[/\(state (\d{1,2})\)/.exec(details)?.[1] ?? ''];
  return readPlain(report).map(({ address }) => ({
    address,
    said: answer ?? details,
    ...(about ? { about } : {}),
  }));
}
