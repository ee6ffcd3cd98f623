import type { ComposeWords } from './words/compose-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

const all: Record<string, ComposeWords> = { en, uk };

export function composeWords(language: string): ComposeWords {
  return all[language] ?? en;
}
