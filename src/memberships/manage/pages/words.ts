import { de } from './words/de.ts';
import type { ManageWords } from './words/manage-words.ts';
import { en } from './words/en.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all: Record<string, ManageWords> = { en, uk, de };

export function manageWords(language: string): ManageWords {
  return all[language.split('-')[0] ?? ''] ?? en;
}
