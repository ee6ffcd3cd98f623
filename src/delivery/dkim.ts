import { createPrivateKey, createPublicKey } from 'node:crypto';
import { dkimSign, dkimVerify } from 'mailauth';
import type { DkimKey } from '../config.ts';
import { AppError, messageOf } from '../errors.ts';

// RFC 8058 section 4 wants both List-Unsubscribe headers under the signature; From stands twice, so that a
// second one cannot be added (RFC 6376 section 8.15).
const signed = [
  'From',
  'From',
  'Reply-To',
  'Subject',
  'Date',
  'To',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Feedback-ID',
  'Precedence',
  'Auto-Submitted',
];

/** The message with a DKIM signature in front: rsa-sha256, relaxed/relaxed, no length (RFC 6376, RFC 8301). */
export async function signMessage(
  message: Buffer,
  { domain, selector, privateKey }: DkimKey,
): Promise<Buffer> {
  const key = { signingDomain: domain, selector, privateKey };
  const { signatures, errors } = await dkimSign(message, {
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    headerList: signed,
    ...key,
    signatureData: [key],
  });
  const [error] = errors ?? [];
  if (error !== undefined || !signatures)
    throw new AppError('dkim_failed', 500, `the mail could not be signed: ${messageOf(error?.err ?? error)}`);
  return Buffer.concat([Buffer.from(signatures), message]);
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
