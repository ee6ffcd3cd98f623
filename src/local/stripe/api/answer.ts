import { ApiError, invalid } from '../core/api-error.ts';
import { expand } from '../core/expand.ts';
import { parseForm } from '../core/form.ts';
import type { Answer, Idempotency } from '../core/idempotency.ts';
import { newId } from '../core/ids.ts';
import { apiVersion, type World } from '../core/world.ts';
import { findVerb } from './routes.ts';

/** A request as it came. */
export interface ApiRequest {
  method: string;
  path: string;
  query: string;
  body: string;
  authorization: string | undefined;
  version: string | undefined;
  idempotencyKey: string | undefined;
  contentType: string | undefined;
}

export interface ApiAnswer extends Answer {
  requestId: string;
  replayed: boolean;
}

/** Answers a request of the API, each in one go: nothing comes between its reads and its writes. */
export function answer(
  world: World,
  keys: { secretKey: string; idempotency: Idempotency },
  request: ApiRequest,
): ApiAnswer {
  const requestId = newId('req');
  const { idempotencyKey: key, method } = request;
  const call = `${method} ${request.path} ${request.body}`;
  try {
    authenticate(request.authorization, keys.secretKey);
    if (request.version !== undefined && request.version !== apiVersion)
      throw invalid(`Invalid Stripe API version: ${request.version}. The sandbox speaks ${apiVersion}.`);
    const before =
      key === undefined || method === 'GET' ? null : keys.idempotency.find(key, call, world.now());
    if (before !== null) return { ...before, requestId, replayed: true };
    world.request = { id: requestId, idempotency_key: key ?? null };
    const given = { status: 200, body: run(world, request) };
    if (key !== undefined && method !== 'GET') keys.idempotency.keep(key, call, world.now(), given);
    return { ...given, requestId, replayed: false };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const given = { status: error.status, body: JSON.stringify(error.body(requestId)) };
    // What was refused before anything was done may come again; a payment that failed may not.
    if (key !== undefined && error.status === 402) keys.idempotency.keep(key, call, world.now(), given);
    return { ...given, requestId, replayed: false };
  } finally {
    world.request = { id: null, idempotency_key: null };
  }
}

function run(world: World, { method, path, query, body, contentType }: ApiRequest): string {
  if (body !== '' && !(contentType ?? '').startsWith('application/x-www-form-urlencoded'))
    throw invalid('Invalid request: the body is to be application/x-www-form-urlencoded.');
  const found = findVerb(method, path);
  if (found === null)
    throw new ApiError(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`);
  const input = parseForm([query, body].filter((part) => part !== '').join('&'));
  const answered = found.verb({ world, ids: found.ids, input });
  const paths = input['expand'];
  return JSON.stringify(expand(world, answered, Array.isArray(paths) ? paths.map(String) : undefined));
}

function authenticate(authorization: string | undefined, secretKey: string): void {
  const [, basic] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  const [, bearer] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  const key =
    bearer ?? (basic === undefined ? undefined : Buffer.from(basic, 'base64').toString().split(':')[0]);
  if (key === undefined) throw new ApiError(401, 'invalid_request_error', 'You did not provide an API key.');
  if (key !== secretKey)
    throw new ApiError(
      401,
      'invalid_request_error',
      `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`,
    );
}
