// Relaxed canonical forms of RFC 6376 section 3.4. White space is space and tab here and nothing else: what a
// regular expression or trim() takes for it may be half of a letter. A foreign mail may hold anything, so each form
// is made in one pass.

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** The head and the body of a message; one without an empty line is all head. */
export function splitMessage(message: Buffer): { head: string; body: Buffer } {
  const end = message.indexOf('\r\n\r\n');
  if (end === -1) return { head: message.toString('latin1').replace(/\r\n$/, ''), body: Buffer.alloc(0) };
  return { head: message.toString('latin1', 0, end), body: message.subarray(end + 4) };
}

/**
 * The values of the headers with these names, in lower case, as they stand; of a name that is there twice the last,
 * which is the one that is signed first (section 5.4.2).
 */
export function readHeaders(head: string, names: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  for (let start = 0; start < head.length; ) {
    const end = endOfField(head, start);
    const colon = head.indexOf(':', start);
    if (colon !== -1 && colon < end) {
      const name = trimWhiteSpace(head.slice(start, colon)).toLowerCase();
      if (names.has(name)) found.set(name, head.slice(colon + 1, end));
    }
    start = end + 2;
  }
  return found;
}

/** Where a field that may be folded over several lines ends. */
function endOfField(head: string, start: number): number {
  for (let from = start; ; ) {
    const end = head.indexOf('\r\n', from);
    if (end === -1) return head.length;
    const next = head.charCodeAt(end + 2);
    if (next !== space && next !== tab) return end;
    from = end + 2;
  }
}

/** Section 3.4.2, with the line's end. */
export function relaxedHeader(name: string, value: string): string {
  const isPlain = !value.includes('\t') && !value.includes('  ') && !value.includes('\r\n');
  const joined = isPlain ? value : value.replaceAll('\r\n', '').replace(/[ \t]+/g, ' ');
  return `${name}:${trimWhiteSpace(joined)}\r\n`;
}

function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Section 3.4.4. Our own mails are encoded so that they are their own canonical form: then looking is all it costs. */
export function relaxedBody(body: Buffer): Buffer {
  if (isRelaxed(body)) return body;
  const out = Buffer.allocUnsafe(body.length + 2);
  let length = 0;
  let filled = 0;
  let gap = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    const endsLine = byte === carriageReturn && body[index + 1] === lineFeed;
    if (isWhiteSpace(byte)) {
      gap = true;
      continue;
    }
    if (gap && !endsLine) out[length++] = space;
    gap = false;
    out[length++] = byte;
    if (endsLine) out[length++] = body[++index] ?? 0;
    else filled = length;
  }
  return endLine(out, length, filled);
}

/** Without the empty lines at the end, and with the one line end that a body that is not empty has. */
function endLine(out: Buffer, length: number, filled: number): Buffer {
  if (filled === 0) return out.subarray(0, 0);
  if (length === filled) out.write('\r\n', filled, 'latin1');
  return out.subarray(0, filled + 2);
}

/** Whether a body is its own relaxed form. */
export function isRelaxed(body: Buffer): boolean {
  const { length } = body;
  if (length === 0) return true;
  const hasEnd = body[length - 2] === carriageReturn && body[length - 1] === lineFeed;
  const hasEmptyEnd = length === 2 || (body[length - 4] === carriageReturn && body[length - 3] === lineFeed);
  return hasEnd && !hasEmptyEnd && !hasSpareWhiteSpace(body);
}

function hasSpareWhiteSpace(body: Buffer): boolean {
  let before = 0;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (byte <= space) {
      if (byte === tab) return true;
      if (before === space && (byte === space || byte === carriageReturn)) return true;
    }
    before = byte;
  }
  return false;
}

function isWhiteSpace(code: number): boolean {
  return code === space || code === tab;
}
