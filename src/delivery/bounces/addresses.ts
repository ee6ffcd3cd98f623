// No control character: the database takes no NUL.
const local = String.raw`(?:"[^"<>\p{Cc}]{1,64}"|[^\s<>()[\]"',;:@|\p{Cc}]{1,128})`;
const domain = String.raw`[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,10}`;
const address = new RegExp(`${local}@${domain}`, 'u');
const addresses = new RegExp(`${local}@${domain}`, 'gu');

// A line that begins with an address, or with a word that announces one.
const announced = String.raw`(?:failed to deliver to|(?:failed |final |original )?(?:recipients?|rcpt to|to|address|mailbox|e-?mail)(?: address(?:es)?)?(?:\(s\))?[ \t]{0,3}:)?`;
const leading = new RegExp(
  String.raw`^[ \t>*•·#-]{0,20}${announced}[ \t]{0,10}(?:\d{3}[ -])?[<"'(\[]{0,2}(?:mailto:|smtp:)?(${local}@${domain})`,
  'iu',
);

/** The first address in a text, or empty. */
export function findAddress(text: string): string {
  return clean(address.exec(text.slice(0, 2_000))?.[0] ?? '');
}

/** The addresses in a text, each once. */
export function findAddresses(text: string): string[] {
  return [...new Set([...text.matchAll(addresses)].map(([found]) => clean(found)))].filter(
    (one) => one !== '',
  );
}

/** The address that a line begins with, and where it ends, or null. */
export function leadingAddress(line: string): { address: string; end: number } | null {
  const match = leading.exec(line.slice(0, 400));
  if (match === null) return null;
  const found = clean(match[1] ?? '');
  return found === '' ? null : { address: found, end: match[0].length };
}

/**
 * The address of a field such as `rfc822; <ann@reader.example>` (RFC 3464 section 2.1.2, RFC 6533), or
 * empty.
 */
export function addressOfField(value: string): string {
  const typed = value.slice(0, 1_000).replace(/^\s*[\w.-]{1,30}\s*;/, '');
  return findAddress(typed.replace(/\\x\{([0-9a-f]{1,6})\}/gi, decodePoint));
}

/** A control character or half of a surrogate pair is left as it is written: no address has one, nor takes a text of PostgreSQL a NUL. */
function decodePoint(whole: string, hex: string): string {
  const point = Number.parseInt(hex, 16);
  const isText = point <= 0x10_ff_ff && !/[\p{Cc}\p{Cs}]/u.test(String.fromCodePoint(point));
  return isText ? String.fromCodePoint(point) : whole;
}

/** Without what a sentence adds. */
function clean(found: string): string {
  return found
    .replace(/^(?:to|from|rcpt|orcpt|recipient|user|addr)=/i, '')
    .replace(/^['.\u2018\u201c]+|['.\u2019\u201d-]+$/g, '');
}
