import { hash, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimConfig } from '../dkim-settings.ts';
import { readHeaders, relaxedBody, relaxedHeader, splitMessage } from './dkim-canonical.ts';
import { dkimRecord, type SigningKey, signingKeys, unusable } from './dkim-keys.ts';

// RFC 8058 section 4 wants both List-Unsubscribe headers under the signature.
const signed = [
  'from',
  'reply-to',
  'subject',
  'date',
  'to',
  'message-id',
  'mime-version',
  'content-type',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
  'precedence',
  'auto-submitted',
];
const signedNames = new Set(signed);

const signOnThreadPool = promisify(sign) as (
  algorithm: string,
  data: Buffer,
  key: KeyObject,
) => Promise<Buffer>;

interface SignOptions {
  /** Its body is known to be its own relaxed form: then it is not looked through. */
  isCanonical?: boolean | undefined;
  /** So many bytes of the message's memory before it are free. */
  room?: number | undefined;
}

/**
 * The message with a DKIM signature in front for each key: rsa-sha256 and, where it is set, ed25519-sha256,
 * relaxed/relaxed, no length (RFC 6376, 8301, 8463). From stands twice in the list, so that nobody can add a second
 * one (section 8.15). Our own, since the libraries at hand sign only headers that are there, and read the key anew
 * each time.
 */
export async function signMessage(
  message: Buffer,
  dkim: DkimConfig,
  { isCanonical = false, room = 0 }: SignOptions = {},
): Promise<Buffer> {
  const { head, body } = splitMessage(message);
  const headers = readHeaders(head, signedNames);
  const names = signed.filter((name) => headers.has(name));
  // The second "from" names a header that is not there: it counts as empty (section 5.4.2).
  const list = foldList([...names, 'from']);
  const canonical = names.map((name) => relaxedHeader(name, headers.get(name) ?? '')).join('');
  const bodyHash = hash('sha256', isCanonical ? body : relaxedBody(body), 'base64');
  const signatures = await Promise.all(
    signingKeys(dkim).map((key) => signHeaders(key, canonical, list, bodyHash)),
  );
  return putInFront(signatures.join(''), message, room);
}

/** In the free memory before the message where it is large enough. */
function putInFront(text: string, message: Buffer, room: number): Buffer {
  if (text.length > room) return Buffer.concat([Buffer.from(text, 'latin1'), message]);
  const whole = Buffer.from(message.buffer, message.byteOffset - text.length, text.length + message.length);
  whole.write(text, 'latin1');
  return whole;
}

async function signHeaders(
  key: SigningKey,
  canonical: string,
  list: string,
  bodyHash: string,
): Promise<string> {
  const { algorithm, domain, selector } = key;
  const tags = ` v=1; a=${algorithm}-sha256; c=relaxed/relaxed;\r\n d=${domain}; s=${selector};\r\n h=${list};\r\n bh=${bodyHash};\r\n b=`;
  const own = relaxedHeader('dkim-signature', tags).slice(0, -2);
  const signature = await signData(key, Buffer.from(canonical + own, 'latin1'));
  return `DKIM-Signature:${tags}${signature.toString('base64').replace(/.{70}(?=.)/g, '$&\r\n ')}\r\n`;
}

/** RSA off the main thread's way; Ed25519 costs less than the way there, and signs a hash (RFC 8463 section 3). */
async function signData({ algorithm, key }: SigningKey, data: Buffer): Promise<Buffer> {
  if (algorithm === 'rsa') return signOnThreadPool('sha256', data, key);
  return sign(null, hash('sha256', data, 'buffer'), key);
}

function foldList(names: string[]): string {
  let list = '';
  let column = 0;
  for (const name of names) {
    const breaks = column > 0 && column + name.length > 60;
    if (list !== '') list += breaks ? ':\r\n  ' : ':';
    column = (breaks ? 0 : column) + name.length + 1;
    list += name;
  }
  return list;
}

/**
 * Signs a message and verifies each signature by its key's own public half, before any mail is sent: a key that does
 * not work would let mail go out unsigned or broken.
 * @throws AppError that says what is wrong with which key
 */
export async function checkDkim(dkim: DkimConfig): Promise<void> {
  const keys = signingKeys(dkim);
  const records = new Map(keys.map(dkimRecord).map(({ name, value }) => [name, value]));
  const message = Buffer.from(`From: test@${dkim.domain}\r\nSubject: test\r\n\r\ntest\r\n`);
  // Loaded only here: most processes sign, and check nothing.
  const { dkimVerify } = await import('mailauth');
  const { results } = await dkimVerify(await signMessage(message, dkim), {
    resolver: (name: string) => Promise.resolve([[records.get(name) ?? '']]),
  });
  for (const { algorithm, setting, selector } of keys) {
    const found = results.find((one) => one.algo === `${algorithm}-sha256` && one.selector === selector);
    const result = found?.status.result ?? 'no signature';
    if (result !== 'pass') throw unusable(`a mail signed with ${setting} does not verify: ${result}`);
  }
}
