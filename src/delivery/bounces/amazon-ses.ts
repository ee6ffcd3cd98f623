import { readNotice } from './amazon-notice.ts';
import type { Message } from './message.ts';
import type { Report } from './report.ts';

/**
 * Reads Amazon's notices where a topic sends them as mail: JSON in the text. Gives null where the message
 * is none.
 */
export function readAmazonNotice({
  text,
  headers,
}: Message): Pick<Report, 'kind' | 'recipients' | 'feedback'> | null {
  if (!/@sns\.amazonaws\.com\b/i.test(headers.get('from') ?? '')) return null;
  const found = readNotice(parseJson(text));
  if (found === null) return null;
  const { kind, recipients, feedback } = found.report;
  return { kind, recipients, feedback };
}

function parseJson(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.indexOf('\n--', start);
  try {
    return JSON.parse(text.slice(start, end < 0 ? undefined : end).replace(/!?\r?\n ?/g, ''));
  } catch {
    return null;
  }
}
