import { en } from './words/en.ts';
import type { EditionWords } from './words/edition-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, EditionWords> = { en, uk };

export function editionWords(language: string): EditionWords {
  return all[language] ?? en;
}
