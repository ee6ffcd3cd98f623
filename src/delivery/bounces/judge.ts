import { classifyReply, codesOf, type ReplyClass, type ReplyClues } from '../classify.ts';
import { cleanLine } from '../../text/clean-line.ts';
import type { Report, ReportRecipient } from './report.ts';

const replyLength = 600;
const maxAddress = 320;

/** Makes a recipient of what a report says of it. */
export function judge(address: string, said: string, clues: ReplyClues = {}): ReportRecipient {
  const reply = said.slice(0, 4_000).replace(/\s+/g, ' ').trim();
  const { basic, enhanced } = codesOf(reply.toLowerCase(), clues.status ?? '');
  return {
    address: cleanLine(address, maxAddress),
    status: enhanced || (basic === '' ? '' : `${basic[0]}.0.0`),
    class: classifyReply(reply, clues),
    reply: cleanLine(reply, replyLength),
  };
}

/** As `judge`; where neither codes nor words say anything, what the provider takes it for counts. */
export function judgeOr(
  category: ReplyClass,
  ...[address, said, clues]: Parameters<typeof judge>
): ReportRecipient {
  const judged = judge(address, said, clues);
  return judged.class === 'unknown' ? { ...judged, class: category } : judged;
}

/** One of whom nothing is said but that they complain. */
export function complainant(address: string): ReportRecipient {
  return { address: cleanLine(address, maxAddress), status: '', class: 'unknown', reply: '' };
}

/** A report of somebody's that they want no more: `abuse` for a complaint, `opt-out` for who has unsubscribed. */
export function complaintOf(
  address: string,
  feedback: string,
): Pick<Report, 'kind' | 'recipients' | 'feedback'> {
  return { kind: 'complaint', recipients: [complainant(address)], feedback };
}

/** What is still being tried has not failed for good, whatever was answered last. */
export function asDelayed(recipient: ReportRecipient): ReportRecipient {
  return { ...recipient, class: 'soft', status: recipient.status.replace(/^5/, '4') };
}
