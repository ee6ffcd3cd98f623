import { createPublicKey, type KeyObject, sign } from 'node:crypto';

/** A certificate that a key signs for itself (RFC 5280), as PEM, so that no program is needed to make one. */
export function selfSigned(
  key: KeyObject,
  { from, to, name = 'sns.amazonaws.com' }: { from: Date; to: Date; name?: string },
): string {
  const commonName = sequence(tag(0x31, sequence(objectId('550403'), tag(0x0c, Buffer.from(name)))));
  const algorithm = sequence(objectId('2a864886f70d01010b'), tag(0x05));
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const body = sequence(
    tag(0xa0, integer(2)),
    integer(1),
    algorithm,
    commonName,
    sequence(time(from), time(to)),
    commonName,
    spki,
  );
  const signature = tag(0x03, Buffer.from([0]), sign('RSA-SHA256', body, key));
  const lines = sequence(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function tag(type: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([type, ...length]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tag(0x30, ...parts);
}

function objectId(hex: string): Buffer {
  return tag(0x06, Buffer.from(hex, 'hex'));
}

function integer(value: number): Buffer {
  return tag(0x02, Buffer.from([value]));
}

function time(date: Date): Buffer {
  return tag(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}
