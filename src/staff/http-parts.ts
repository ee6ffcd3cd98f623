import { deskPageLanguages } from '../views/desk-words.ts';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { deskFrameOf } from '../access/desk-frame.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import type { DeskFrame } from '../views/desk.ts';

/** Reads a posted form. */
export const form: RequestHandler = express.urlencoded({
  extended: false,
  limit: '20kb',
  parameterLimit: 100,
});

export async function loadDeskFrame(
  { db }: Services,
  request: Request,
  response: Response,
): Promise<DeskFrame> {
  return deskFrameOf(request, response, await loadPublication(db));
}

/** A language of the desk, from a form; English for what is none. */
export function readLanguage(text: string): string {
  return deskPageLanguages().find((language) => language === text) ?? 'en';
}
