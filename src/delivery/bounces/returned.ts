import { type Fields, firstOf, readFieldBlocks } from './fields.ts';
import { findAddress } from './addresses.ts';
import type { Message } from './message.ts';

const returnedTypes =
  /^(message\/(rfc822|global|partial|global-headers|rfc822-headers)|text\/(rfc822-headers|rfc822|global-headers))$/;
const headerLength = 60_000;

// Where the report ends and our own mail begins.
const beginnings: readonly RegExp[] = [
  /^[-=_*\s]*(begin )?(original|returned|unsent|undelivered|bounced|rejected) (message|mail|e-?mail)( headers?)?( (follows?|text|is following|below))?[-=_*.:\s]*$/i,
  /\b(below this line is|this is|included is|enclosed is|here is|below is) a copy of (the|your)\b/i,
  /\b(header|headers) of the original message\b|\b(original )?message headers?( follow|\W*$)|\boriginal message follows\b|unsent message follows/i,
  /^(received|return-path|dkim-signature|domainkey-signature|arc-seal|x-received):/i,
];

/** A report's own words, and what it returns of our mail. */
export function splitText(text: string): { report: string; returned: string } {
  let at = 0;
  for (const line of text.split('\n')) {
    if (at > 0 && beginsReturned(line)) return { report: text.slice(0, at), returned: text.slice(at) };
    at += line.length + 1;
  }
  return { report: text, returned: '' };
}

function beginsReturned(line: string): boolean {
  return line.length < 1_000 && beginnings.some((pattern) => pattern.test(line));
}

/** The header of our mail, as far as it is returned. */
export function returnedHeader({ parts, text }: Message): Fields {
  const part = parts.find(({ type }) => returnedTypes.test(type));
  if (part !== undefined) return readFieldBlocks(part.text.slice(0, headerLength))[0] ?? new Map();
  const { returned } = splitText(text);
  const blocks = readFieldBlocks(returned.slice(0, headerLength));
  return blocks.find((fields) => fields.has('message-id') || fields.has('to')) ?? new Map();
}

// In the order in which they can be trusted to name the one to whom it went.
const recipientHeaders = [
  'x-hmxmroriginalrecipient',
  'x-failed-recipients',
  'x-rcpt-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'delivered-to',
  'to',
  'cc',
];

/** The one to whom the returned mail went, or empty. */
export function returnedRecipient(
  header: Fields,
  isHidden: (address: string) => boolean = () => false,
): string {
  const named = recipientHeaders.map((name) => findAddress(firstOf(header, name)));
  return named.find((found) => found !== '' && !isHidden(found)) ?? '';
}
