import { en } from './words/en.ts';
import type { KeyWords } from './words/key-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, KeyWords> = { en, uk };

export function keyWords(language: string): KeyWords {
  return all[language] ?? en;
}
