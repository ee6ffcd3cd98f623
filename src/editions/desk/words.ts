import type { DeskEditionWords } from './words/desk-edition-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

const all: Record<string, DeskEditionWords> = { en, uk };

export function deskEditionWords(language: string): DeskEditionWords {
  return all[language] ?? en;
}
