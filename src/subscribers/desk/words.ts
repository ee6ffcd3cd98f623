import { en } from './words/en.ts';
import type { ReaderWords } from './words/reader-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, ReaderWords> = { en, uk };

export function readerWords(language: string): ReaderWords {
  return all[language] ?? en;
}
