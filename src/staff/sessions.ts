import type { Request, Response } from 'express';
import type { Role } from '../access/permissions.ts';
import { readCookie } from '../http/cookies.ts';
import type { Db } from '../db.ts';
import type { Services } from '../services.ts';
import { readIp } from '../text/ip-address.ts';
import { hashToken, randomToken } from '../tokens.ts';
import {
  deleteExpired,
  deleteSession,
  deleteSessionByToken,
  deleteSessionsOf,
  insertSession,
  selectLiveSessions,
  selectSession,
  selectSessionsOf,
  touchSession,
} from './queries/sessions.ts';

const hourMs = 3_600_000;
const idleMs = 12 * hourMs;
const longestMs = 7 * 24 * hourMs;
const secondFactorMs = hourMs / 6;
const touchEveryMs = 60_000;
const userAgentLength = 400;

/** A session of the desk, as a request brings it. */
export interface DeskSession {
  sessionId: number;
  /** Not open while a second factor is asked for. */
  state: 'second-factor' | 'open';
  authenticatedAt: Date;
  staffId: number;
  name: string;
  address: string;
  role: Role;
  language: string;
  hasFactor: boolean;
  /** The publication asks for a second factor. */
  requireSecondFactor: boolean;
}

/**
 * Opens a session under a new token, of which only the hash is kept, and ends the one that the browser had: what was
 * planted before a sign-in, or stolen, is worth nothing after it.
 */
export async function openDeskSession(
  services: Services,
  { request, response }: { request: Request; response: Response },
  staffId: number,
  state: DeskSession['state'],
  now: Date = new Date(),
): Promise<void> {
  await endDeskSession(services, request);
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + (state === 'open' ? longestMs : secondFactorMs));
  const from = { ip: readIp(request.ip ?? ''), userAgent: userAgentOf(request) };
  const times = { authenticatedAt: now, createdAt: now, lastSeenAt: now, expiresAt };
  await insertSession(services.db, { tokenHash: hashToken(token), staffId, state, ...from, ...times });
  response.cookie(cookieName(services), token, { ...cookieOptions(services), expires: expiresAt });
}

/** The session of a request, or null: none, over, left alone for twelve hours, or of who may not come in any more. */
export async function readDeskSession(
  services: Services,
  request: Request,
  now: Date = new Date(),
): Promise<DeskSession | null> {
  const token = readCookie(request, cookieName(services));
  if (token === null) return null;
  const row = await selectSession(services.db, hashToken(token), now, idleSince(now));
  if (row === undefined) return null;
  const { lastSeenAt, ...session } = row;
  if (now.getTime() - lastSeenAt.getTime() > touchEveryMs)
    await touchSession(services.db, row.sessionId, now, readIp(request.ip ?? ''));
  return {
    ...session,
    state: row.state as DeskSession['state'],
    role: row.role as Role,
    language: row.language,
    requireSecondFactor: row.requireSecondFactor ?? false,
  };
}

/**
 * Whose sessions of these are still open, by their ids, with the role that each has now: for answers that go on after the
 * request was let in.
 */
export async function liveSessions(
  db: Db,
  sessionIds: number[],
  now: Date = new Date(),
): Promise<Map<number, Role>> {
  const rows = await selectLiveSessions(db, sessionIds, now, idleSince(now));
  return new Map(rows.map(({ sessionId, role }) => [sessionId, role as Role]));
}

/** Ends the session of a request here. */
export async function endDeskSession(services: Services, request: Request): Promise<void> {
  const token = readCookie(request, cookieName(services));
  if (token !== null) await deleteSessionByToken(services.db, hashToken(token));
}

/** Ends the session of a request, here and in the browser. */
export async function closeDeskSession(
  services: Services,
  request: Request,
  response: Response,
): Promise<void> {
  await endDeskSession(services, request);
  response.clearCookie(cookieName(services), cookieOptions(services));
}

/** Somebody's open sessions, the one seen last first. */
export function listDeskSessions(db: Db, staffId: number, now: Date = new Date()) {
  return selectSessionsOf(db, staffId, now, idleSince(now));
}

/** Ends one of somebody's sessions; false where it is none of theirs. */
export async function endOneSession(db: Db, staffId: number, sessionId: number): Promise<boolean> {
  return (await deleteSession(db, staffId, sessionId)) !== undefined;
}

/** Signs somebody out everywhere, or everywhere but here, in the caller's transaction. */
export function endSessionsOf(db: Db, staffId: number, except: number | null = null): Promise<void> {
  return deleteSessionsOf(db, staffId, except);
}

/** Removes sessions and challenges that are over. */
export async function pruneDesk({ db }: Services, now: Date = new Date()): Promise<void> {
  await deleteExpired(db, now, idleSince(now));
}

/** What a browser says of itself, as it is kept. */
export function userAgentOf(request: Request): string {
  return (request.get('user-agent') ?? '').slice(0, userAgentLength);
}

function idleSince(now: Date): Date {
  return new Date(now.getTime() - idleMs);
}

/** Over https no other host of the domain can set a cookie of this name (RFC 6265bis, section 4.1.3.2). */
function cookieName({ config }: Services): string {
  return config.publicUrl.startsWith('https:') ? '__Host-broadsheet-desk' : 'broadsheet-desk';
}

export function cookieOptions({ config }: Services) {
  const secure = config.publicUrl.startsWith('https:');
  return { httpOnly: true, sameSite: 'lax' as const, secure, path: '/' };
}
