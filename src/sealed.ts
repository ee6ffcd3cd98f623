import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

interface Key {
  id: string;
  secret: Buffer;
}

const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a text that has to be read again (AES-256-GCM), under a key drawn from the first of the ring for this purpose.
 * @param purpose a text that was sealed for another one, or for another row, does not open
 */
export function seal([key]: readonly Key[], purpose: string, text: string): string {
  if (key === undefined) throw new TypeError('SECRET_KEYS holds no key');
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', drawKey(key), iv).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${key.id}.${sealed.toString('base64url')}`;
}

/** The text, or null where its key has left the ring, or it was changed. */
export function unseal(ring: readonly Key[], purpose: string, sealed: string): string | null {
  const [id, encoded = ''] = sealed.split('.');
  const key = ring.find((one) => one.id === id);
  const bytes = Buffer.from(encoded, 'base64url');
  if (key === undefined || bytes.length < ivBytes + tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', drawKey(key), bytes.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-tagBytes));
  try {
    const text = decipher.update(bytes.subarray(ivBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function drawKey({ secret }: Key): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'broadsheet sealed texts', 32));
}
