import { en } from './words/en.ts';
import type { StaffWords } from './words/staff-words.ts';
import { uk } from './words/uk.ts';

const all: Record<string, StaffWords> = { en, uk };

export function staffWords(language: string): StaffWords {
  return all[language] ?? en;
}
