import type { Request } from 'express';

/** A cookie's value, or null where the browser sends none of that name. */
export function readCookie(request: Request, name: string): string | null {
  const cookies = (request.get('cookie') ?? '').split(';').map((part) => part.trim().split('='));
  return cookies.find(([one]) => one === name)?.[1] ?? null;
}
