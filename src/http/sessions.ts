import type { Request, Response } from 'express';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { hashToken, randomToken } from '../tokens.ts';
import { readCookie } from './cookies.ts';
import {
  deleteExpired,
  deleteSession,
  deleteSessionsOf,
  insertSession,
  selectSessionsOf,
  touchSession,
} from './queries.ts';

const cookieName = 'broadsheet';
const lifetimeMs = 30 * 24 * 3_600_000;

/** Opens a session for somebody, under a new token; only its hash is kept. */
export async function openSession(
  { db, config }: Services,
  response: Response,
  subject: string,
  now: Date = new Date(),
): Promise<void> {
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  await insertSession(db, { tokenHash: hashToken(token), subject, expiresAt });
  response.cookie(cookieName, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
    expires: expiresAt,
    path: '/',
  });
}

/** Who a request's session is of, or null. */
export async function readSession(
  { db }: Services,
  request: Request,
  now: Date = new Date(),
): Promise<string | null> {
  const token = tokenOf(request);
  if (token === null) return null;
  const row = await touchSession(db, hashToken(token), now);
  return row?.subject ?? null;
}

/** Ends a request's session here, as before another is opened. */
export async function endSession({ db }: Services, request: Request): Promise<void> {
  const token = tokenOf(request);
  if (token !== null) await deleteSession(db, hashToken(token));
}

/** Ends a request's session, here and in the browser. */
export async function closeSession(services: Services, request: Request, response: Response): Promise<void> {
  await endSession(services, request);
  response.clearCookie(cookieName, { path: '/' });
}

/** Since when somebody is signed in, and until when; no token is kept that could be shown. */
export function listSessionsOf(db: Db, subject: string) {
  return selectSessionsOf(db, subject);
}

/** Signs somebody out everywhere, in the caller's transaction. */
export function endSessionsOf(db: Db, subject: string): Promise<void> {
  return deleteSessionsOf(db, subject);
}

/** Removes sessions and limits that are over. */
export async function pruneSessions({ db }: Services, now: Date = new Date()): Promise<void> {
  await deleteExpired(db, now);
}

function tokenOf(request: Request): string | null {
  return readCookie(request, cookieName);
}
