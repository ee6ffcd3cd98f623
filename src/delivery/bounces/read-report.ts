import { messageOf } from '../../errors.ts';
import { readAmazonNotice } from './amazon-ses.ts';
import { isAutoReply } from './auto-reply.ts';
import { type Fields, firstOf } from './fields.ts';
import { findAddress } from './addresses.ts';
import { type Message, openMessage } from './message.ts';
import { readDeliveryStatus } from './read-delivery-status.ts';
import { readFeedback } from './read-feedback.ts';
import { readText } from './read-text.ts';
import type { Report } from './report.ts';
import { returnedHeader } from './returned.ts';
import { isFromMailSystem } from './senders.ts';

type Reading = Pick<Report, 'kind' | 'recipients'> & Partial<Report>;

/**
 * Every way in which something comes back, the surest first; each gives null where the message is no such
 * thing.
 */
const readings: Record<string, (message: Message) => Reading | null> = {
  feedback: readFeedback,
  deliveryStatus: readDeliveryStatus,
  dispositionNotice: ({ parts }) =>
    parts.some(({ type }) => type === 'message/disposition-notification')
      ? { kind: 'none', recipients: [] }
      : null,
  amazonNotice: readAmazonNotice,
  autoReply: (message) => (isAutoReply(message) ? { kind: 'auto-reply', recipients: [] } : null),
  text: readText,
};

/** Reads whatever came back by mail. Never throws: what cannot be read is `unreadable`, with the reason. */
export async function readReport(bytes: Uint8Array): Promise<Report> {
  try {
    return readMessage(await openMessage(bytes));
  } catch (error) {
    return unreadable(messageOf(error));
  }
}

/** As a report that says nothing: for what could not even be opened. */
export function unreadable(reason: string): Report {
  return {
    kind: 'unreadable',
    recipients: [],
    feedback: null,
    original: { messageId: '', returnPath: '', unsubscribe: '' },
    reason,
  };
}

function readMessage(message: Message): Report {
  const original = describeOriginal(returnedHeader(message));
  for (const read of Object.values(readings)) {
    const reading = read(message);
    if (reading !== null) return { feedback: null, reason: null, ...reading, original };
  }
  if (message.headers.size > 0 && isFromMailSystem(message))
    return { ...unreadable('a mail system reports something that is not understood'), original };
  return { kind: 'none', recipients: [], feedback: null, original, reason: null };
}

function describeOriginal(header: Fields): Report['original'] {
  return {
    messageId: firstOf(header, 'message-id').slice(0, 998),
    returnPath: findAddress(firstOf(header, 'return-path')),
    unsubscribe: firstOf(header, 'list-unsubscribe').slice(0, 2_000),
  };
}
