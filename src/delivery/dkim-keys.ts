import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair as generateWithCallback,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimConfig } from '../dkim-settings.ts';
import { AppError, messageOf } from '../errors.ts';
import { finds } from './say.ts';

/** The two algorithms that mail is signed with: RFC 6376 with RFC 8301, and RFC 8463. */
export type DkimAlgorithm = 'rsa' | 'ed25519';

/** A key that signs, made ready once. */
export interface SigningKey {
  algorithm: DkimAlgorithm;
  domain: string;
  selector: string;
  /** The setting that it came by. */
  setting: string;
  key: KeyObject;
  /** What stands as `p=` in its DNS record. */
  publicKey: string;
}

const generate = promisify(generateWithCallback);
const ready = new WeakMap<DkimConfig, SigningKey[]>();

/**
 * The keys of the settings, RSA first, read once for each settings object.
 * @throws AppError that says what is wrong with one
 */
export function signingKeys(dkim: DkimConfig): SigningKey[] {
  const known = ready.get(dkim);
  if (known !== undefined) return known;
  const { domain, selector, privateKey, ed25519 } = dkim;
  const keys = [readKey('rsa', 'DKIM_PRIVATE_KEY', { domain, selector, privateKey })];
  if (ed25519 !== undefined)
    keys.push(readKey('ed25519', 'DKIM_ED25519_PRIVATE_KEY', { domain, ...ed25519 }));
  ready.set(dkim, keys);
  return keys;
}

interface KeyText {
  domain: string;
  selector: string;
  privateKey: string;
}

function readKey(
  algorithm: DkimAlgorithm,
  setting: string,
  { domain, selector, privateKey }: KeyText,
): SigningKey {
  const key = readPrivateKey(setting, privateKey);
  if (key.asymmetricKeyType !== algorithm)
    throw unusable(
      finds.keyOfOtherKind(setting, String(key.asymmetricKeyType), algorithm === 'rsa' ? 'RSA' : 'Ed25519'),
    );
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (algorithm === 'rsa' && bits < 2048) throw unusable(finds.keyTooShort(setting, String(bits)));
  return { algorithm, domain, selector, setting, key, publicKey: publicHalf(key) };
}

function readPrivateKey(setting: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw unusable(finds.keyUnreadable(setting, messageOf(error)));
  }
}

/** What is wrong with a key, for who set it. */
export function unusable(message: string): AppError {
  return new AppError('dkim_failed', 500, message);
}

/** As `p=` has it: of RSA the whole SubjectPublicKeyInfo, of Ed25519 its bare 32 bytes (RFC 8463 section 4.2). */
function publicHalf(key: KeyObject): string {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return (key.asymmetricKeyType === 'ed25519' ? der.subarray(-32) : der).toString('base64');
}

/** A TXT record, as it is and as it is pasted into a zone. */
export interface TxtRecord {
  name: string;
  value: string;
  paste: string;
}

/** A TXT record; its text in strings of at most 255 bytes, as DNS asks (RFC 1035 section 3.3.14). */
export function txtRecord(name: string, value: string): TxtRecord {
  const strings = value.match(/.{1,255}/g) ?? [''];
  return { name, value, paste: `${name}. IN TXT ${strings.map((text) => `"${text}"`).join(' ')}` };
}

/** Where the public half of a key is published, and how. */
export function dkimRecord({
  algorithm,
  domain,
  selector,
  publicKey,
}: Pick<SigningKey, 'algorithm' | 'domain' | 'selector' | 'publicKey'>): TxtRecord {
  return txtRecord(`${selector}._domainkey.${domain}`, `v=DKIM1; k=${algorithm}; p=${publicKey}`);
}

/** A new key, RSA of 2048 bits or Ed25519: its private half as PEM, its public half as `p=` has it. */
export async function generateKey(
  algorithm: DkimAlgorithm,
): Promise<{ privateKey: string; publicKey: string }> {
  const { privateKey } =
    algorithm === 'rsa' ? await generate('rsa', { modulusLength: 2048 }) : await generate('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    publicKey: publicHalf(privateKey),
  };
}
