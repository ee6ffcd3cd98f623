import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { textOfHtml } from './html-text.ts';

export interface Part {
  /** In lower case. */
  type: string;
  text: string;
}

/** A message as far as reports need it. */
export interface Message {
  /** In lower case; the first of each name. Empty where the bytes have no header at all. */
  headers: Map<string, string>;
  subject: string;
  /** What a person would read. */
  text: string;
  /** Reports and returned messages, in their order. */
  parts: Part[];
}

// What is returned of a large mail comes last: the report is at the front.
const maxBytes = 4_000_000;
const maxLines = 80_000;
const maxDepth = 50;
const maxPartLength = 3_000_000;
const maxTextLength = 100_000;
const knownHeader =
  /^(received|return-path|from|to|cc|subject|date|message-id|mime-version|content-type|delivered-to|x-[\w-]{1,50})[ \t]{0,5}:/im;
const wantedType = /^(message|text)\//;

/**
 * Takes a message apart.
 * @throws Error where it is empty, nested beyond reason or has headers without end
 */
export async function openMessage(bytes: Uint8Array): Promise<Message> {
  const source = withoutPrelude(cut(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
  if (source.length === 0) throw new Error('it is empty');
  const email = await PostalMime.parse(source, {
    maxNestingDepth: maxDepth,
    maxHeadersSize: 1_000_000,
    forceRfc822Attachments: true,
  });
  return {
    headers: new Map(email.headers.toReversed().map(({ key, value }) => [key, value])),
    subject: email.subject ?? '',
    text: readText(email, source),
    parts: email.attachments.filter(({ mimeType }) => wantedType.test(mimeType)).map(readPart),
  };
}

/** The front of a message, as much as is looked at: the parser takes its time for each line. */
function cut(bytes: Buffer): Buffer {
  let end = 0;
  for (let line = 0; line < maxLines && end < maxBytes; line += 1) {
    const next = bytes.indexOf(10, end);
    if (next < 0) return bytes.subarray(0, maxBytes);
    end = next + 1;
  }
  return bytes.subarray(0, Math.min(end, maxBytes));
}

/** Without white space and mbox's line in front; a text without a header becomes a message's body. */
function withoutPrelude(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length && /\s/.test(String.fromCharCode(bytes[start] ?? 0))) start += 1;
  if (/^>?From \S/.test(bytes.toString('latin1', start, start + 20))) start = bytes.indexOf(10, start) + 1;
  const source = bytes.subarray(start);
  const head = source.toString('latin1', 0, 20_000).split(/\r?\n\r?\n/, 1)[0] ?? '';
  if (source.length === 0 || (/^[\w-]{1,80}[ \t]{0,5}:/.test(head) && knownHeader.test(head))) return source;
  return Buffer.concat([Buffer.from('\n'), source]);
}

function readText({ text, html, attachments }: Email, source: Buffer): string {
  const readable = text?.trim() ? text : textOfHtml(html ?? '');
  if (readable.trim() !== '' || attachments.length > 0) return readable.slice(0, maxTextLength);
  // A multipart whose boundary never comes has its text where only a preamble should be.
  const body = /\r?\n\r?\n([\s\S]*)/.exec(decode(source.subarray(0, maxTextLength)))?.[1] ?? '';
  return body;
}

function readPart({ mimeType, content }: Attachment): Part {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
  return { type: mimeType, text: decode(bytes.subarray(0, maxPartLength)) };
}

/** A report should be ASCII or UTF-8; what is neither is read as the Western bytes that it most often is. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
