import { decodeBase32, encodeBase32 } from './base32.ts';
import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What a link of a delivery opens; each has a part of the delivery's HMAC to itself. */
export type DeliveryPurpose = 'unsubscribe' | 'preferences' | 'click' | AppealPurpose;

/** What stands beside an appeal: the way to the page of support, and why one was asked. */
export type AppealPurpose = 'support' | 'why';

/** What an address of a mail does; it may lose its case on the way. */
export type AddressPurpose = 'return-path' | 'unsubscribe-mail';

export interface DeliveryTokens {
  unsubscribe: string;
  preferences: string;
  click: string;
  /** Those for addresses, in base32: made only where they are asked for. */
  forAddresses(): Record<AddressPurpose, string>;
  /** Those of an appeal, by an HMAC of their own: made only where a mail has one. */
  forAppeal(): Record<AppealPurpose, string>;
}

export interface DeliveryReference {
  editionId: number;
  subscriberId: number;
}

export interface Tokens {
  /** The tokens of one delivery, by one HMAC, and a second one where the mail has an appeal. */
  forDelivery(editionId: number, subscriberId: number): DeliveryTokens;
  /** What a delivery's token names, or null where it is forged, damaged or of another purpose. */
  readDelivery(purpose: DeliveryPurpose, token: string): DeliveryReference | null;
  /** The same for what stands in an address, in whatever case. */
  readAddress(purpose: AddressPurpose, token: string): DeliveryReference | null;
  /** Signs a text for one purpose; with `expiresAt` it is valid until then. */
  sign(purpose: string, text: string, expiresAt?: Date): string;
  /** The signed text, or null where the token is forged, damaged, of another purpose or expired. */
  read(purpose: string, token: string, now?: Date): string | null;
}

interface Key {
  id: string;
  object: KeyObject;
}

const macBytes = 16;
const order = ['unsubscribe', 'preferences', 'click'] as const;
const appealOrder: AppealPurpose[] = ['support', 'why'];
// Behind those. A local part has room for 64 characters, and 8 bytes cannot be guessed by mail.
const addressMacBytes = 8;
const addressOrder: AddressPurpose[] = ['return-path', 'unsubscribe-mail'];
const idBytes = 6;
const maxId = 2 ** (8 * idBytes) - 1;

/**
 * Signed tokens over a ring of keys: the first signs, all verify, a token carries its key's id. A delivery's
 * tokens are cut from one HMAC-SHA-512 (64 bytes: 16 for each link, 8 for each address), so that one does not open
 * another's door.
 */
export function createTokens({ keys }: { keys: Array<{ id: string; secret: Buffer }> }): Tokens {
  const ring = keys.map(({ id, secret }): Key => ({ id, object: createSecretKey(secret) }));
  const signing = (): Key => {
    const [first] = ring;
    if (first === undefined) throw new TypeError('SECRET_KEYS holds no key');
    return first;
  };
  return {
    forDelivery: (editionId, subscriberId) => {
      const key = signing();
      const body = encodeReference(editionId, subscriberId);
      const mac = deliveryMac(key, body);
      // Twelve bytes end where a character of base64 does: what is the same in each token is encoded once.
      const begin = `${key.id}.${body.toString('base64url')}`;
      const cut = (index: number, of = mac): string =>
        begin + of.toString('base64url', index * macBytes, (index + 1) * macBytes);
      return {
        unsubscribe: cut(0),
        preferences: cut(1),
        click: cut(2),
        forAddresses: () => {
          const token = (purpose: AddressPurpose): string =>
            `${key.id}.${encodeBase32(Buffer.concat([body, addressMac(mac, purpose)]))}`;
          return { 'return-path': token('return-path'), 'unsubscribe-mail': token('unsubscribe-mail') };
        },
        forAppeal: () => {
          const appeal = appealMac(key, body);
          return { support: cut(0, appeal), why: cut(1, appeal) };
        },
      };
    },
    readAddress: (purpose, token) => {
      const [, id, encoded = ''] = /^([a-z0-9]{1,8})\.([a-z2-7]{32})$/.exec(token.toLowerCase()) ?? [];
      const key = ring.find((one) => one.id === id);
      if (key === undefined) return null;
      const bytes = decodeBase32(encoded);
      const body = bytes.subarray(0, 2 * idBytes);
      const expected = addressMac(deliveryMac(key, body), purpose);
      if (!timingSafeEqual(expected, bytes.subarray(2 * idBytes))) return null;
      return readReference(body);
    },
    readDelivery: (purpose, token) => {
      const parts = split(ring, token);
      if (parts === null || parts.bytes.length !== 2 * idBytes + macBytes) return null;
      const body = parts.bytes.subarray(0, 2 * idBytes);
      const expected = purposeCut(parts.key, body, purpose);
      if (!timingSafeEqual(expected, parts.bytes.subarray(2 * idBytes))) return null;
      return readReference(body);
    },
    sign: (purpose, text, expiresAt) => {
      const key = signing();
      const body = encodeText(text, expiresAt);
      return `${key.id}.${Buffer.concat([purposeMac(key, purpose, body), body]).toString('base64url')}`;
    },
    read: (purpose, token, now = new Date()) => {
      const parts = split(ring, token);
      if (parts === null || parts.bytes.length < macBytes + idBytes) return null;
      const body = parts.bytes.subarray(macBytes);
      if (!timingSafeEqual(purposeMac(parts.key, purpose, body), parts.bytes.subarray(0, macBytes)))
        return null;
      const expiresAt = body.readUIntBE(0, idBytes);
      if (expiresAt !== 0 && expiresAt <= now.getTime()) return null;
      return body.subarray(idBytes).toString('utf8');
    },
  };
}

/** A token that means nothing in itself; what is kept of it is `hashToken`. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a random token, so that a stolen table opens no door. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function encodeReference(editionId: number, subscriberId: number): Buffer {
  const body = Buffer.allocUnsafe(2 * idBytes);
  body.writeUIntBE(checkId(editionId), 0, idBytes);
  body.writeUIntBE(checkId(subscriberId), idBytes, idBytes);
  return body;
}

function readReference(body: Buffer): DeliveryReference {
  return { editionId: body.readUIntBE(0, idBytes), subscriberId: body.readUIntBE(idBytes, idBytes) };
}

function addressMac(mac: Buffer, purpose: AddressPurpose): Buffer {
  const from = order.length * macBytes + addressOrder.indexOf(purpose) * addressMacBytes;
  return mac.subarray(from, from + addressMacBytes);
}

function checkId(id: number): number {
  if (Number.isSafeInteger(id) && id >= 0 && id <= maxId) return id;
  throw new RangeError(`${id} is no id: 0 to ${maxId} are`);
}

/** The expiry in milliseconds since 1970, 0 for none, and then the text. */
function encodeText(text: string, expiresAt: Date | undefined): Buffer {
  const expiry = Buffer.alloc(idBytes);
  expiry.writeUIntBE(expiresAt?.getTime() ?? 0, 0, idBytes);
  return Buffer.concat([expiry, Buffer.from(text, 'utf8')]);
}

function deliveryMac({ object }: Key, body: Buffer): Buffer {
  return createHmac('sha512', object).update('delivery\0').update(body).digest();
}

function appealMac({ object }: Key, body: Buffer): Buffer {
  return createHmac('sha512', object).update('appeal\0').update(body).digest();
}

/** The part of a delivery's HMAC that one purpose has to itself. */
function purposeCut(key: Key, body: Buffer, purpose: DeliveryPurpose): Buffer {
  const isAppeal = purpose === 'support' || purpose === 'why';
  const from = (isAppeal ? appealOrder.indexOf(purpose) : order.indexOf(purpose)) * macBytes;
  return (isAppeal ? appealMac(key, body) : deliveryMac(key, body)).subarray(from, from + macBytes);
}

function purposeMac({ object }: Key, purpose: string, body: Buffer): Buffer {
  return createHmac('sha512', object)
    .update(`purpose\0${purpose}\0`)
    .update(body)
    .digest()
    .subarray(0, macBytes);
}

/** The key a token names and its bytes; null for any spelling but the one that was given out. */
function split(ring: Key[], token: string): { key: Key; bytes: Buffer } | null {
  const dot = token.indexOf('.');
  const key = ring.find(({ id }) => id === token.slice(0, dot));
  if (dot < 1 || key === undefined) return null;
  const encoded = token.slice(dot + 1);
  const bytes = Buffer.from(encoded, 'base64url');
  return bytes.toString('base64url') === encoded ? { key, bytes } : null;
}
