import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { type Fetched, type FetchOptions, guardedFetch, PrivateAddress } from '../../guarded-fetch.ts';
import { defineCheck } from './check-kind.ts';

export type LinkState =
  | 'ok'
  | 'gone'
  | 'server-error'
  | 'login'
  | 'home'
  | 'refuses'
  | 'timeout'
  | 'unreachable'
  | 'private'
  | 'not-asked';

export interface LinkResult {
  state: LinkState;
  /** What the server answered with, where it did. */
  status: number | null;
  /** How large it is, where the server says so. */
  bytes: number | null;
}

const minute = 60_000;
const timeoutMs = 10_000;
// Some refuse what names itself a program and no browser at all.
const headers = { accept: 'text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.8' };

/** Where a link or a picture's address leads, as a reader's browser would find out: asked by HEAD, and by GET where that fails. */
export const linkCheck = defineCheck<{ url: string }, LinkResult>({
  keyOf: ({ url }) => createHash('sha256').update(url).digest('hex'),
  run: async ({ config }, { url }) => {
    const options = {
      allowedOrigins: config.fetchAllowedOrigins,
      maxBytes: 65_536,
      timeoutMs,
      headers,
    } as const;
    const byHead = await ask(url, { ...options, only: 'head' });
    // Servers that know no HEAD say all kinds of things to it.
    return byHead.state === 'ok' || byHead.state === 'private'
      ? byHead
      : ask(url, { ...options, only: 'status' });
  },
  holdsMs: ({ state }) => (state === 'ok' ? 6 * 60 * minute : 10 * minute),
});

async function ask(url: string, options: FetchOptions): Promise<LinkResult> {
  try {
    const answer = await guardedFetch(url, options);
    const length = Number(answer.headers['content-length']);
    const bytes = Number.isSafeInteger(length) && length > 0 ? length : null;
    return { state: stateOf(url, answer), status: answer.status, bytes };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { state: stateOfError(error), status: null, bytes: null };
  }
}

function stateOf(asked: string, { status, url }: Fetched): LinkState {
  if (status === 404 || status === 410) return 'gone';
  if (status === 401 || status === 407) return 'login';
  if (status >= 500) return 'server-error';
  // Many keep programs out by these: a person must look.
  if (status >= 400) return 'refuses';
  const [from, to] = [new URL(asked), new URL(url)];
  if (isLogin(to) && !isLogin(from)) return 'login';
  const isDeep = from.pathname.split('/').filter((part) => part !== '').length > 1;
  return isDeep && to.pathname === '/' && to.search === '' ? 'home' : 'ok';
}

function isLogin({ pathname }: URL): boolean {
  return /\/(log-?in|sign-?in|auth|sso|wp-login\.php|anmelden)(\/|$|\.)/i.test(pathname);
}

function stateOfError(error: AppError): LinkState {
  if (error instanceof PrivateAddress) return 'private';
  if (error.code === 'fetch_timeout') return 'timeout';
  // A port or a kind of address that we do not ask says nothing about what is there.
  return error.code === 'fetch_refused' ? 'not-asked' : 'unreachable';
}
