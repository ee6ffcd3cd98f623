import { randomBytes } from 'node:crypto';
import { isRelaxed } from './dkim-canonical.ts';
import { displayName, escapeHtml, headerText, quotedPrintable } from './encode.ts';
import { type Piece, piecesOf, textFor } from './markers.ts';
import { isShownTo, type Shown } from './segments.ts';

/** What stands around a mail, frozen when its send is launched. */
export interface Envelope {
  fromName: string;
  fromAddress: string;
  replyTo: string | null;
  /** RFC 2919: stable for a newsletter's life. */
  listName: string;
  listId: string;
  /** Gmail's `edition:newsletter:stream:sender`. */
  feedbackId: string;
  /** What stands behind the @ of a Message-ID. */
  messageIdDomain: string;
  /** RFC 5322 date-time; the same on each attempt. */
  date: string;
  publicUrl: string;
  /** Where what comes back goes to; none where no path back has been seen to work. */
  inboundDomain?: string | null;
}

/** One of a send's mails, rendered, with its marks. */
export interface RenderedMail {
  envelope: Envelope;
  subject: string;
  html: string;
  text: string;
}

/** A reader's own values. */
export interface ReaderValues {
  address: string;
  name: string;
  messageId: string;
  unsubscribe: string;
  /** The address to leave by. */
  unsubscribeMail?: string | null;
  preferences: string;
  /** The page of support, as this mail leads to it. */
  support: string;
  /** Why this reader was asked for support. */
  why: string;
  /** Where this reader votes in a ballot, by its id and slug. */
  vote?(ballotId: number, slug: string): string;
  /** Where a numbered link leads for this reader. */
  link(number: number): string;
}

/** A mail in bytes, once for all readers who are shown the same: fixed parts and the places of values. */
export interface CompiledMail {
  headers: string;
  /** Its body is its own canonical form (RFC 6376 section 3.4.4), as long as no reader's value has white space. */
  isCanonical: boolean;
  /** No line begins with a dot (RFC 5321 section 4.5.2), whatever the values are: they are encoded so. */
  isStuffed: boolean;
  parts: Array<Buffer | Place>;
}

interface Place {
  slot: string;
  html: boolean;
}

/** Where a numbered link leads, where that is the same for every reader. */
export type SharedLink = (number: number) => string;

/**
 * Encodes a mail for those who are shown the same, once. A container left empty is gone, since the renderer puts the marks around
 * whole blocks. Links that all readers share become part of what is fixed.
 */
export function compileMail(
  mail: RenderedMail,
  shown: Shown,
  sharedLink: SharedLink | null = null,
): CompiledMail {
  const isShown = (audience: string): boolean => isShownTo(audience, shown);
  const boundary = `=_${randomBytes(12).toString('hex')}`;
  const type = (subtype: string): string =>
    `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  const parts: Array<Buffer | Place> = [
    Buffer.from(`--${boundary}\r\n${type('plain')}`),
    ...encodePieces(textFor(isShown, mail.text), false, sharedLink),
    Buffer.from(`\r\n--${boundary}\r\n${type('html')}`),
    ...encodePieces(textFor(isShown, mail.html), true, sharedLink),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ];
  const joined = joinFixed(parts);
  const body = Buffer.concat(joined.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from('x'))));
  const headers = fixedHeaders(mail, boundary);
  const isStuffed = !headers.includes('\r\n.') && !body.includes('\r\n.');
  return { headers, parts: joined, isCanonical: isRelaxed(body), isStuffed };
}

function encodePieces(text: string, html: boolean, sharedLink: SharedLink | null): Array<Buffer | Place> {
  const pieces = sharedLink === null ? piecesOf(text) : withSharedLinks(piecesOf(text), html, sharedLink);
  return pieces.map((piece) =>
    'slot' in piece ? { slot: piece.slot, html } : Buffer.from(quotedPrintable(piece.text), 'latin1'),
  );
}

function withSharedLinks(pieces: Piece[], html: boolean, sharedLink: SharedLink): Piece[] {
  const filled = pieces.map((piece) => {
    const number = 'slot' in piece ? linkNumber(piece.slot) : null;
    if (number === null) return piece;
    const link = sharedLink(number);
    return { text: html ? escapeHtml(link) : link };
  });
  return joinTexts(filled);
}

/** Neighbouring texts as one, so that they are encoded as one. */
function joinTexts(pieces: Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && 'text' in last && 'text' in piece)
      joined[joined.length - 1] = { text: last.text + piece.text };
    else joined.push(piece);
  }
  return joined;
}

function linkNumber(slot: string): number | null {
  return slot.startsWith('link:') ? Number(slot.slice(5)) : null;
}

function joinFixed(parts: Array<Buffer | Place>): Array<Buffer | Place> {
  const joined: Array<Buffer | Place> = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (Buffer.isBuffer(part) && Buffer.isBuffer(last))
      joined[joined.length - 1] = Buffer.concat([last, part]);
    else joined.push(part);
  }
  return joined;
}

function fixedHeaders({ envelope, subject }: RenderedMail, boundary: string): string {
  const { fromName, fromAddress, replyTo, listName, listId, feedbackId, date } = envelope;
  const lines = [
    `From: ${displayName(fromName)} <${fromAddress}>`,
    ...(replyTo === null ? [] : [`Reply-To: ${replyTo}`]),
    `Subject: ${headerText(subject)}`,
    `Date: ${date}`,
    `List-Id: ${displayName(listName)} <${listId}>`,
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    `Feedback-ID: ${feedbackId}`,
    'Precedence: bulk',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** So much of a mail's memory stands before it: signatures find room there, without the mail being copied. */
export const signatureRoom = 2_048;

/**
 * One reader's mail: the fixed parts and that reader's values, copied behind each other. A value is encoded by
 * itself and never read as a template.
 * @param take gives the memory; `signatureRoom` of it is left free before the mail
 */
export function spliceMail(
  { headers, parts }: CompiledMail,
  reader: ReaderValues,
  take: (bytes: number) => Buffer = Buffer.allocUnsafeSlow,
): Buffer {
  const own = `Message-ID: ${reader.messageId}\r\nTo: ${recipient(reader)}\r\nList-Unsubscribe: ${waysToLeave(reader)}\r\n`;
  const head = `${own}${headers}\r\n`;
  const pieces = parts.map((part) => (Buffer.isBuffer(part) ? part : quotedPrintable(valueOf(part, reader))));
  // A value is ASCII once it is encoded: a byte a character.
  const bytes = pieces.reduce((sum, { length }) => sum + length, Buffer.byteLength(head));
  const memory = take(signatureRoom + bytes);
  let end = signatureRoom + memory.write(head, signatureRoom);
  for (const piece of pieces) {
    if (typeof piece === 'string') memory.write(piece, end, 'latin1');
    else memory.set(piece, end);
    end += piece.length;
  }
  return memory.subarray(signatureRoom, end);
}

/** RFC 2369; RFC 8058 wants the link, and programs that know only mail the address. */
function waysToLeave({ unsubscribe, unsubscribeMail }: ReaderValues): string {
  return unsubscribeMail ? `<${unsubscribe}>,\r\n <mailto:${unsubscribeMail}>` : `<${unsubscribe}>`;
}

/** An address alone where there is no name. */
function recipient({ name, address }: ReaderValues): string {
  return name === '' ? address : `${displayName(name)}\r\n <${address}>`;
}

function valueOf({ slot, html }: Place, reader: ReaderValues): string {
  const value = readSlot(slot, reader);
  return html ? escapeHtml(value) : value;
}

function readSlot(slot: string, reader: ReaderValues): string {
  const number = linkNumber(slot);
  if (number !== null) return reader.link(number);
  if (isOwnSlot(slot)) return reader[slot];
  const [, ballotId, ballot] = /^vote:(\d{1,15}):([a-z0-9-]+)$/.exec(slot) ?? [];
  if (ballot !== undefined && reader.vote !== undefined) return reader.vote(Number(ballotId), ballot);
  throw new TypeError(`a mail has a slot ${JSON.stringify(slot)} that no reader has a value for`);
}

const ownSlots = ['address', 'unsubscribe', 'preferences', 'support', 'why'] as const;

function isOwnSlot(slot: string): slot is (typeof ownSlots)[number] {
  return (ownSlots as readonly string[]).includes(slot);
}

/** A rendered text for one reader, not encoded: for showing. */
export function escapedFor(rendered: string, shown: Shown, reader: ReaderValues, html: boolean): string {
  return piecesOf(textFor((audience) => isShownTo(audience, shown), rendered))
    .map((piece) => ('slot' in piece ? valueOf({ slot: piece.slot, html }, reader) : piece.text))
    .join('');
}
