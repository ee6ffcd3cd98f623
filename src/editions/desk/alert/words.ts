import { en } from './words/en.ts';
import type { AlertWords } from './words/alert-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, AlertWords> = { en, uk };

export function alertWords(language: string): AlertWords {
  return all[language] ?? en;
}
