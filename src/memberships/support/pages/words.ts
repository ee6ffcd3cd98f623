import { de } from './words/de.ts';
import { en } from './words/en.ts';
import type { SupportWords } from './words/support-words.ts';
import { uk } from './words/uk.ts';

/** A language is a file and a line here. */
const all: Record<string, SupportWords> = { en, uk, de };

export function supportWords(language: string): SupportWords {
  return all[language] ?? en;
}
