import { firstRecipients } from '../bounces/first-recipients.ts';
import type { ReportRecipient } from '../bounces/report.ts';
import { cleanLine } from '../../text/clean-line.ts';
import type { Incoming } from './incoming.ts';

/**
 * What came back with its texts as the database takes them and a person can read them: on one line, without NUL,
 * control characters or half a pair, and no longer than what is said in earnest. The evidence stays as it came.
 */
export function cleanIncoming(incoming: Incoming): Incoming {
  const { externalId, from, report } = incoming;
  const { recipients, omitted = 0, feedback, reason, original, ...rest } = report;
  const read = firstRecipients(recipients);
  return {
    ...incoming,
    externalId: cleanLine(externalId, 300),
    ...(from === undefined ? {} : { from: cleanLine(from, 320) }),
    report: {
      ...rest,
      recipients: read.first.map(cleanRecipient),
      omitted: omitted + read.omitted,
      ...(feedback === undefined ? {} : { feedback: cleanOrNull(feedback, 100) }),
      ...(reason === undefined ? {} : { reason: cleanOrNull(reason, 300) }),
      ...(original && { original: { ...original, messageId: cleanLine(original.messageId, 998) } }),
    },
  };
}

function cleanRecipient({ address, status, class: found, reply }: ReportRecipient): ReportRecipient {
  return {
    address: cleanLine(address, 320),
    status: cleanLine(status, 20),
    class: found,
    reply: cleanLine(reply, 600),
  };
}

function cleanOrNull(text: string | null, max: number): string | null {
  return text === null ? null : cleanLine(text, max);
}
