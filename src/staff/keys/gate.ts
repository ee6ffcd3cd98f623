import { type RequestHandler, Router } from 'express';
import { letCallerIn } from '../../access/api.ts';
import type { Db } from '../../db.ts';
import { AppError } from '../../errors.ts';
import type { Limits } from '../../http/limits.ts';
import type { Services } from '../../services.ts';
import { hashToken } from '../../tokens.ts';
import { selectLiveKey, touchKey } from '../queries/keys.ts';

const touchAfterMs = 60_000;
const limitOfKey = { name: 'api', points: 600, seconds: 600 } as const;
const limitOfTries = { name: 'api-try', points: 60, seconds: 3600, by: 'address' } as const;

/** No key, or none that opens anything (HTTP 401). */
class NoKey extends AppError {
  constructor(why: string) {
    super(
      'no_key',
      401,
      `${why}; send "Authorization: Bearer" with a key that an owner has made at /desk/keys`,
    );
  }
}

/** Everything below `/api` is behind it: it finds out whose key a request has. Cookies mean nothing here. */
export function createApiGate({ db }: Pick<Services, 'db'>, limits: Limits): Router {
  const gate: RequestHandler = async (request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'www-authenticate': 'Bearer' });
    const [, token] = /^Bearer +([\w-]{20,200})$/i.exec(request.get('authorization') ?? '') ?? [];
    if (token === undefined) throw new NoKey('there is no key in this request');
    const key = await useKey(db, token, new Date());
    if (key === null) {
      await limits.spend(request, limitOfTries);
      throw new NoKey('this key opens nothing, or no longer');
    }
    await limits.spendFor(`key:${key.id}`, limitOfKey);
    response.removeHeader('www-authenticate');
    const actor = { kind: 'api-key', name: String(key.id) } as const;
    letCallerIn(response, { keyId: key.id, scopes: key.scopes, actor });
    return next();
  };
  return Router().use('/api', gate);
}

/** The key that a token is, noting to the minute that it was used; null where it opens nothing. */
async function useKey(db: Db, token: string, now: Date): Promise<{ id: number; scopes: string[] } | null> {
  const key = await selectLiveKey(db, hashToken(token), now);
  if (key === undefined) return null;
  if (now.getTime() - (key.lastUsedAt?.getTime() ?? 0) >= touchAfterMs) await touchKey(db, key.id, now);
  return key;
}
