const lineLength = 76;
const dot = 46;
const hex = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/**
 * Quoted-printable (RFC 2045 section 6.7), each piece encoded for itself: it begins at the start of a line and
 * ends with a soft break, so that pieces can be put behind each other. A dot at the start of a line is encoded,
 * so the result needs no dot-stuffing (RFC 5321 section 4.5.2); so is white space behind white space, and the result
 * is its own relaxed canonical form (RFC 6376 section 3.4.4).
 */
export function quotedPrintable(text: string): string {
  return /^[!-<>-~]*$/.test(text) ? plainLines(text) : encodeBytes(text);
}

/** What most values of a reader are, links: nothing in them is encoded but a dot, so that they are only cut into lines. */
function plainLines(text: string): string {
  let out = '';
  let start = 0;
  while (start < text.length) {
    const beginsWithDot = text.charCodeAt(start) === dot;
    const end = start + lineLength - (beginsWithDot ? 3 : 1);
    out += beginsWithDot ? `${hex[dot]}${text.slice(start + 1, end)}=\r\n` : `${text.slice(start, end)}=\r\n`;
    start = end;
  }
  return out;
}

function encodeBytes(text: string): string {
  const bytes = Buffer.from(text.replace(/\r\n?|\n/g, '\n'), 'utf8');
  let out = '';
  let column = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === 10) {
      out += '\r\n';
      column = 0;
      continue;
    }
    const next = bytes[index + 1];
    const isBeforeSpace = next === undefined || next === 10 || next === 32 || next === 9;
    const token = encodeByte(byte, column, isBeforeSpace);
    if (column + token.length > lineLength - 1) {
      out += '=\r\n';
      column = 0;
      index -= 1;
      continue;
    }
    out += token;
    column += token.length;
  }
  return column === 0 ? out : `${out}=\r\n`;
}

/** White space before more of it, or at a line's end, may be lost on the way, and a dot at a line's start is SMTP's. */
function encodeByte(byte: number, column: number, isBeforeSpace: boolean): string {
  const plain = (byte >= 33 && byte <= 126 && byte !== 61) || (byte === 32 && !isBeforeSpace);
  return plain && !(byte === dot && column === 0) ? String.fromCharCode(byte) : (hex[byte] ?? '');
}

/** HTML's own characters in a value that stands in text or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Unstructured header text: as it is where it is ASCII, else in encoded words (RFC 2047), folded. */
export function headerText(text: string): string {
  return /^[\x20-\x7E]*$/.test(text) && text.length <= 60 && !text.includes('=?') ? text : encodedWords(text);
}

/** A display name: an atom, a quoted string or encoded words (RFC 5322 section 3.4). */
export function displayName(name: string): string {
  if (/^[A-Za-z0-9 !#$%&'*+/?^_`{|}~-]+$/.test(name) && name.length <= 60) return name;
  if (/^[\x20-\x7E]+$/.test(name) && name.length <= 60 && !name.includes('=?'))
    return `"${name.replace(/["\\]/g, '\\$&')}"`;
  return encodedWords(name);
}

/** Words of at most 75 characters, none of which cuts a character in two. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let bytes = 0;
  let word = '';
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 42) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += character;
    bytes += size;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}
