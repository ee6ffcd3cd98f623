import { addressOfField, findAddress } from './addresses.ts';
import { type Fields, readFieldBlocks } from './fields.ts';
import { firstRecipients } from './first-recipients.ts';
import { complainant } from './judge.ts';
import type { Message } from './message.ts';
import type { Report } from './report.ts';
import { returnedHeader, returnedRecipient } from './returned.ts';

// RFC 5965 and 6591: what is no complaint of a person. Whatever is new counts as one, as "other" does.
export const noComplaints: ReadonlySet<string> = new Set([
  'not-spam',
  'auth-failure',
  'dmarc',
  'dkim',
  'tls-report',
  'false-positive',
]);
const recipientFields = ['original-rcpt-to', 'removal-recipient', 'original-recipient'];

/** Reads a feedback report (RFC 5965), or gives null where the message holds none. */
export function readFeedback(
  message: Message,
): Pick<Report, 'kind' | 'recipients' | 'omitted' | 'feedback'> | null {
  const fields = feedbackFields(message);
  if (fields === null) return readJunkReport(message);
  const feedback =
    (fields.get('feedback-type')?.[0] ?? 'abuse').toLowerCase().replace(/[^a-z-].*$/s, '') || 'abuse';
  if (noComplaints.has(feedback)) return { kind: 'none', recipients: [], feedback };
  const named = recipientFields
    .map((name) =>
      (fields.get(name) ?? []).map(addressOfField).filter((address) => address !== '' && !isHidden(address)),
    )
    .find((addresses) => addresses.length > 0);
  const addresses = new Set(named ?? [returnedRecipient(returnedHeader(message), isHidden)]);
  const { first, omitted } = firstRecipients([...addresses]);
  return { kind: 'complaint', recipients: first.map(complainant), omitted, feedback };
}

/** Whether an address has been made unreadable, to protect the one who complains. */
function isHidden(address: string): boolean {
  return /^(redacted|removed|undisclosed|hidden|masked|anonymous|x{3,}|\*+)\b|@(redacted|removed|hidden|x{3,})\b|\.invalid$/i.test(
    address,
  );
}

function feedbackFields({ parts, text }: Message): Fields | null {
  const part = parts.find(({ type }) => type === 'message/feedback-report');
  if (part === undefined && !/^feedback-type[ \t]*:/im.test(text)) return null;
  const blocks = readFieldBlocks(part?.text ?? text);
  if (part !== undefined) return new Map(blocks.flatMap((block) => [...block]));
  return blocks.find((block) => block.has('feedback-type')) ?? null;
}

/**
 * Microsoft's Junk Mail Reporting returns the mail alone, with a header of its own for the one who
 * complains.
 */
function readJunkReport(message: Message): Pick<Report, 'kind' | 'recipients' | 'feedback'> | null {
  const header = returnedHeader(message);
  const recipient = findAddress(header.get('x-hmxmroriginalrecipient')?.[0] ?? '');
  const isTitled = /^(complaint about message from|abuse report|spam complaint|junk mail report)/i.test(
    message.subject,
  );
  if (recipient === '' && !isTitled) return null;
  return {
    kind: 'complaint',
    recipients: [complainant(recipient || returnedRecipient(header))],
    feedback: 'abuse',
  };
}
