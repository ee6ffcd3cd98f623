import type { Request } from 'express';
import { readSession } from '../http/sessions.ts';
import type { Services } from '../services.ts';

/** The subscriber whose session a request has, or null. */
export async function signedInSubscriber(services: Services, request: Request): Promise<number | null> {
  const id = /^subscriber:(\d+)$/.exec((await readSession(services, request)) ?? '')?.[1];
  return id === undefined ? null : Number(id);
}
