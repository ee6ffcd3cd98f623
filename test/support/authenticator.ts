import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Services } from '../../src/services.ts';
import type { StaffMember } from '../../src/staff/staff.ts';
import type { Answer, Web } from './web.ts';

/** Gives somebody a passkey whose key the test has, and how they sign in with it, once (WebAuthn, section 7.2). */
export async function addTestPasskey({ db, config }: Services, { id }: StaffMember) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = createHash('sha256').update(`passkey of ${id}`).digest('base64url');
  const values = { staffId: id, credentialId, publicKey: coseOf(publicKey.export({ format: 'jwk' })) };
  await db
    .insertInto('staffPasskeys')
    .values({ ...values, counter: 0 })
    .execute();
  const { hostname, origin } = new URL(config.publicUrl);
  const answerTo = (challenge: string) => {
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin }));
    // Somebody was there, and has shown who they are; it has counted to one.
    const data = Buffer.concat([sha256(hostname), Buffer.from([0x05, 0, 0, 0, 1])]);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
    };
    return {
      id: credentialId,
      rawId: credentialId,
      type: 'public-key',
      clientExtensionResults: {},
      response,
    };
  };
  return async (web: Web, headers: Record<string, string>): Promise<Answer> => {
    const options = await web.post('/desk/sign-in/passkey/options', {}, headers);
    const { challenge } = JSON.parse(options.body) as { challenge: string };
    const answer = await fetch(`${web.origin}/desk/sign-in/passkey`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ response: answerTo(challenge) }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** A key of P-256 for ES256, as an authenticator writes it down (RFC 9052, section 7; RFC 9053, section 7.1.1). */
function coseOf({ x = '', y = '' }: { x?: string; y?: string }): Buffer {
  const kind = Buffer.from('a5010203262001215820', 'hex');
  const second = Buffer.from('225820', 'hex');
  return Buffer.concat([kind, Buffer.from(x, 'base64url'), second, Buffer.from(y, 'base64url')]);
}
