import iconv from 'iconv-lite';

/** A text and what had to be guessed to read it. */
export interface Decoded {
  text: string;
  problems: string[];
}

/**
 * Decodes a feed's bytes as RFC 7303 orders the clues: byte order mark, then the charset of the HTTP header,
 * then the XML declaration; without one UTF-8, and windows-1252 where the bytes are not UTF-8. NUL, which
 * neither XML nor PostgreSQL takes, is dropped.
 */
export function decodeFeed(bytes: Uint8Array, contentType = ''): Decoded {
  const { text, problems } = decode(bytes, contentType);
  return { text: text.replaceAll('\0', ''), problems };
}

function decode(bytes: Uint8Array, contentType: string): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return { text: decodeAs(bytes, mark) ?? '', problems: [] };
  const header = /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType)?.[1];
  const declared = declaredEncoding(bytes);
  const problems: string[] = [];
  for (const label of [header, declared]) {
    if (label === undefined) continue;
    const text = decodeAs(bytes, label);
    if (text !== null) return { text, problems };
    problems.push(`the encoding ${JSON.stringify(label)} does not fit the bytes`);
  }
  const utf8 = decodeAs(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, problems };
  problems.push('the text is not UTF-8 and was read as windows-1252');
  return { text: new TextDecoder('windows-1252').decode(bytes), problems };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  // Without a mark, "<?" still shows its width and order (XML 1.0, appendix F).
  if (a === 0x3c && b === 0 && c === 0x3f && d === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c && c === 0 && d === 0x3f) return 'utf-16be';
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return 'utf-32be';
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return 'cp037';
  return null;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  return /<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
}

/** The text, or null where the encoding is unknown or the bytes are not of it. */
function decodeAs(bytes: Uint8Array, label: string): string | null {
  const name = label.toLowerCase();
  // A declaration that could be read as ASCII cannot be of a wider encoding.
  if (/^(utf-?16|ucs-?2|utf-?32|iso-10646)/.test(name) && declaredEncoding(bytes) !== undefined) return null;
  try {
    return new TextDecoder(name === 'us-ascii' || name === 'ascii' ? 'utf-8' : name, { fatal: true }).decode(
      bytes,
    );
  } catch {
    if (!iconv.encodingExists(name) || /^(utf-?8|us-?ascii)/.test(name)) return null;
    return iconv.decode(Buffer.from(bytes), name);
  }
}
