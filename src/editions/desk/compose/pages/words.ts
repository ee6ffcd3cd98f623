import type { ComposerWords } from './words/composer-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

const all: Record<string, ComposerWords> = { en, uk };

export function composerWords(language: string): ComposerWords {
  return all[language] ?? en;
}
