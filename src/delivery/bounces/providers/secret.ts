import type { IncomingHttpHeaders } from 'node:http';
import { isSameText } from '../../../same-text.ts';
import { NotAuthentic } from './provider.ts';

/**
 * Asks for the secret of a provider that does not sign: in `X-Webhook-Secret`, as a bearer token, or as the
 * password of basic authentication, under any user name.
 * @throws NotAuthentic
 */
export function checkSecret(headers: IncomingHttpHeaders, expected: string): void {
  const given = secretOf(headers);
  if (given === null)
    throw new NotAuthentic(
      'it carries no secret; X-Webhook-Secret, a bearer token or a basic password is asked for',
      401,
    );
  if (!isSameText(given, expected)) throw new NotAuthentic('its secret is another', 401);
}

function secretOf(headers: IncomingHttpHeaders): string | null {
  const own = headers['x-webhook-secret'];
  if (typeof own === 'string') return own;
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme === '') return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}
