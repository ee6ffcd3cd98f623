import express, { type Request, type RequestHandler } from 'express';
import { frameOf } from '../http/frame.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import type { PageFrame } from '../views/layout.ts';
import type { Origin } from './consent.ts';

/** Reads a posted form. */
export const form: RequestHandler = express.urlencoded({
  extended: false,
  limit: '20kb',
  parameterLimit: 100,
});

export async function loadFrame(
  { db }: Services,
  request: Request,
  language: string | null = null,
): Promise<PageFrame> {
  return frameOf(request, await loadPublication(db), language);
}

/** Where an act of a request came from, for its proof. */
export function originOf(request: Request, source: string): Origin {
  return {
    source,
    ip: request.ip ?? null,
    userAgent: request.get('user-agent') ?? null,
    formUrl: request.get('referer') ?? request.get('origin') ?? null,
  };
}
