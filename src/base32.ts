const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 section 6 in lower case, of a whole number of 5 bytes: what survives where case is lost. */
export function encodeBase32(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 5) {
    let rest = bytes.readUIntBE(at, 5);
    let group = '';
    for (let index = 0; index < 8; index += 1) {
      group = alphabet.charAt(rest % 32) + group;
      rest = Math.floor(rest / 32);
    }
    text += group;
  }
  return text;
}

/** The bytes of a text that `encodeBase32` made. */
export function decodeBase32(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 8) * 5);
  for (let at = 0; at < text.length; at += 8) {
    let value = 0;
    for (const letter of text.slice(at, at + 8)) value = value * 32 + alphabet.indexOf(letter);
    bytes.writeUIntBE(value, (at / 8) * 5, 5);
  }
  return bytes;
}
