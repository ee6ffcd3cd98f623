import type { Request } from 'express';
import { pageLanguages } from '../views/words.ts';

/** The language of a page: what the reader has set, else what the browser asks for, else the publication's. */
export function languageOf(request: Request, chosen: string | null, publicationLanguage: string): string {
  const known = chosen?.split('-')[0];
  if (known && pageLanguages.includes(known)) return known;
  const asked = request.acceptsLanguages(...pageLanguages);
  if (asked && request.get('accept-language') !== undefined) return asked;
  const own = publicationLanguage.split('-')[0] ?? 'en';
  return pageLanguages.includes(own) ? own : 'en';
}
