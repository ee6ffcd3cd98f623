import { classifyReply, codesOf, type ReplyClues } from '../classify.ts';
import { cleanLine } from '../../text/clean-line.ts';
import type { ReportRecipient } from './report.ts';

const replyLength = 600;
const maxAddress = 320;

/** Makes a recipient of what a report says of it. */
export function judge(address: string, said: string, clues: ReplyClues = {}): ReportRecipient {
  const reply = said.slice(0, 4_000).replace(/\s+/g, ' ').trim();
  const { basic, enhanced } = codesOf(reply.toLowerCase(), clues.status ?? '');
  return {
    address: address.slice(0, maxAddress),
    status: enhanced || (basic === '' ? '' : `${basic[0]}.0.0`),
    class: classifyReply(reply, clues),
    reply: cleanLine(reply, replyLength),
  };
}

/** What is still being tried has not failed for good, whatever was answered last. */
export function asDelayed(recipient: ReportRecipient): ReportRecipient {
  return { ...recipient, class: 'soft', status: recipient.status.replace(/^5/, '4') };
}
