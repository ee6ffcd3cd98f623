import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { dkimVerify } from 'mailauth';
import type { DkimKey } from '../config.ts';
import { AppError, messageOf } from '../errors.ts';

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

const signOnThreadPool = promisify(sign) as (
  algorithm: string,
  data: Buffer,
  key: KeyObject,
) => Promise<Buffer>;
const keys = new Map<string, KeyObject>();

/**
 * The message with a DKIM signature in front: rsa-sha256, relaxed/relaxed, no length (RFC 6376, RFC 8301). From
 * stands twice in the list, so that nobody can add a second one (section 8.15). Our own, since the libraries at
 * hand sign only headers that are there, and read the key anew each time.
 */
export async function signMessage(
  message: Buffer,
  { domain, selector, privateKey }: DkimKey,
): Promise<Buffer> {
  const key = keys.get(privateKey) ?? createPrivateKey(privateKey);
  keys.set(privateKey, key);
  const end = message.indexOf('\r\n\r\n');
  const headers = readHeaders(message.subarray(0, end).toString('latin1'));
  const bodyHash = createHash('sha256')
    .update(relaxedBody(message.subarray(end + 4)))
    .digest('base64');
  const names = [...signed.filter((name) => headers.has(name)), 'from'];
  const tags = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n h=${foldList(names)};\r\n bh=${bodyHash};\r\n b=`;
  // The second "from" names a header that is not there: it counts as empty (section 5.4.2).
  const canonical = names
    .slice(0, -1)
    .map((name) => relaxedHeader(name, headers.get(name) ?? ''))
    .join('');
  const data = Buffer.from(canonical + relaxedHeader('dkim-signature', tags).replace(/\r\n$/, ''), 'latin1');
  const signature = (await signOnThreadPool('sha256', data, key))
    .toString('base64')
    .replace(/.{70}/g, '$&\r\n ');
  return Buffer.concat([Buffer.from(`DKIM-Signature: ${tags}${signature}\r\n`, 'latin1'), message]);
}

/** Names and values as they stand; of a name that is there twice the last, which is the one that is signed. */
function readHeaders(head: string): Map<string, string> {
  const fields = head.split(/\r\n(?![ \t])/);
  return new Map(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1),
    ]),
  );
}

/** Section 3.4.2. */
function relaxedHeader(name: string, value: string): string {
  return `${name}:${value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}\r\n`;
}

/** Section 3.4.4. Our own mails are encoded so that they are their own canonical form: then looking is all it costs. */
function relaxedBody(body: Buffer): Buffer {
  const isCanonical =
    body.subarray(-2).toString('latin1') === '\r\n' &&
    !['  ', '\t', ' \r\n'].some((sequence) => body.includes(sequence)) &&
    body.subarray(-4).toString('latin1') !== '\r\n\r\n';
  if (isCanonical) return body;
  const lines = body
    .toString('latin1')
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n|$)/g, '')
    .replace(/(\r\n)+$/, '');
  return Buffer.from(lines === '' ? '' : `${lines}\r\n`, 'latin1');
}

function foldList(names: string[]): string {
  return names
    .join(':')
    .replace(/.{1,60}(?::|$)/g, (part, offset: number) => (offset === 0 ? part : `\r\n  ${part}`));
}

/**
 * Signs a message and verifies it by the key's own public half, before any mail is sent: a key that does not
 * work would let mail go out unsigned or broken.
 * @throws AppError that says what is wrong with the key
 */
export async function checkDkim(key: DkimKey): Promise<void> {
  const { publicKey, bits } = readKey(key.privateKey);
  if (bits < 2048)
    throw new AppError('dkim_failed', 500, `DKIM_PRIVATE_KEY has ${bits} bits; 2048 or more are needed`);
  const message = Buffer.from(`From: test@${key.domain}\r\nSubject: test\r\n\r\ntest\r\n`);
  const record = [[`v=DKIM1; k=rsa; p=${publicKey}`]];
  const { results } = await dkimVerify(await signMessage(message, key), { resolver: async () => record });
  const result = results[0]?.status.result;
  if (result !== 'pass')
    throw new AppError(
      'dkim_failed',
      500,
      `a mail signed with DKIM_PRIVATE_KEY does not verify: ${result ?? 'no signature'}`,
    );
}

function readKey(pem: string): { publicKey: string; bits: number } {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'rsa')
      throw new Error(`it is of the kind ${key.asymmetricKeyType}; an RSA key is needed`);
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
    return { publicKey, bits: key.asymmetricKeyDetails?.modulusLength ?? 0 };
  } catch (error) {
    throw new AppError('dkim_failed', 500, `DKIM_PRIVATE_KEY cannot be used: ${messageOf(error)}`);
  }
}
