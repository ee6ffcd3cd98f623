import type { Request } from 'express';
import { pageLanguages } from '../views/words.ts';

/**
 * The language of a page: what the reader has set, else what the browser asks for, else the publication's.
 * @param languages those that it is written in
 */
export function languageOf(
  request: Request,
  chosen: string | null,
  publicationLanguage: string,
  languages: string[] = pageLanguages(),
): string {
  const known = chosen?.split('-')[0];
  if (known && languages.includes(known)) return known;
  const asked = request.acceptsLanguages(...languages);
  if (asked && request.get('accept-language') !== undefined) return asked;
  const own = publicationLanguage.split('-')[0] ?? 'en';
  return languages.includes(own) ? own : 'en';
}
